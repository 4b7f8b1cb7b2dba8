import numpy as np
from once import bench

n, found = 20_000_000, [0.0]


def once():
    x = (np.arange(n) + 0.5) / n
    found[0] = np.sum(4 / (1 + x * x)) / n


bench(once, lambda: found[0])
