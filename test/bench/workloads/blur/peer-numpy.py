import numpy as np
from once import bench

m = 4096
a, b = np.fromfunction(lambda i, j: (i * 7 + j * 13) % 251, (m, m)).astype(np.uint8), [None]


def once():
    p = np.pad(a, 1, mode="edge").astype(np.uint16)
    rows = p[:-2] + 2 * p[1:-1] + p[2:]
    b[0] = ((rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) >> 4).astype(np.uint8)


bench(once, lambda: b[0].sum(dtype=np.float64))
