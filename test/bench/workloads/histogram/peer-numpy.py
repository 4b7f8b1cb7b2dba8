import numpy as np
from once import bench

bins = 256
a, counts = (np.arange(1 << 24) * 37 % 1009 % bins).astype(np.int32), [None]


def once():
    counts[0] = np.bincount(a, minlength=bins)


bench(once, lambda: (counts[0] * np.arange(bins)).sum())
