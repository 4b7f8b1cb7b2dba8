import numba
import numpy as np
from once import bench

n, found = 20_000_000, [0.0]


@numba.njit(parallel=True)
def area():
    step, s = 1 / n, 0.0
    for i in numba.prange(n):
        x = step * (i + 0.5)
        s += 4 / (1 + x * x)
    return step * s


def once():
    found[0] = area()


bench(once, lambda: found[0])
