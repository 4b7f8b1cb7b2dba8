import numpy as np
from once import bench

n = 1024
a = np.fromfunction(lambda i, j: (i * 3 + j) % 11, (n, n)).astype(np.float64)
b = np.fromfunction(lambda i, j: (i + j * 5) % 7, (n, n)).astype(np.float64)
c = np.zeros((n, n), np.float64)
bench(lambda: np.matmul(a, b, out=c), lambda: c.sum(dtype=np.float64))
