import numba
import numpy as np
from once import bench

w, h, maxit = 1024, 1000, 127
steps = np.zeros((h, w), np.int32)


@numba.njit(parallel=True)
def fill(steps):
    for i in numba.prange(h):
        for j in range(w):
            cx, cy, x, y, it = -2 + j * (3 / w), -1 + i * (2 / h), 0.0, 0.0, 0
            while x * x + y * y < 4 and it < maxit:
                x, y = x * x - y * y + cx, 2 * x * y + cy
                it += 1
            steps[i, j] = it


bench(lambda: fill(steps), steps.sum)
