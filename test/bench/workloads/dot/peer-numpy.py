import numpy as np
from once import bench

n = 1 << 24
a, b, found = np.arange(n) % 1000 * 1.0, np.arange(n) % 7 * 1.0, [0.0]


def once():
    found[0] = a @ b


bench(once, lambda: found[0])
