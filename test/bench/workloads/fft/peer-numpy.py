import numpy as np
from once import bench

n = 1024
a = np.fromfunction(lambda i, j: (i * 3 + j * 7) % 11 + 1j * ((i + j * 5) % 13), (n, n))
f = [None]


def once():
    f[0] = np.fft.fft2(a)


bench(once, lambda: (np.abs(f[0].real) + np.abs(f[0].imag)).sum())
