import numpy as np
from once import bench

n = 1 << 24
b, c, a = np.arange(n) % 1000 * 1.0, np.arange(n) % 7 * 1.0, np.zeros(n)


def once():
    np.multiply(c, 3.0, out=a)
    np.add(a, b, out=a)


bench(once, a.sum)
