import numba
import numpy as np
from once import bench

n = 1 << 24
b, c, a = np.arange(n) % 1000 * 1.0, np.arange(n) % 7 * 1.0, np.zeros(n)


@numba.njit(parallel=True)
def triad(a, b, c):
    for i in numba.prange(a.size):
        a[i] = b[i] + 3.0 * c[i]


bench(lambda: triad(a, b, c), a.sum)
