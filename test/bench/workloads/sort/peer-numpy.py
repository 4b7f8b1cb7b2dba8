import numpy as np
from once import bench

n = 1 << 21
a, s = (np.arange(n, dtype=np.uint64) * 2654435761 % (1 << 32)).astype(np.float64) - 2147483648, [None]


def once():
    s[0] = np.sort(a, kind="stable")


bench(once, lambda: (s[0] * np.arange(n)).sum())
