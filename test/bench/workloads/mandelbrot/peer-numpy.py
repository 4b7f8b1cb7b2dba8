import numpy as np
from once import bench

w, h, maxit = 1024, 1000, 127
c = (-2 + np.arange(w) * (3 / w))[None, :] + 1j * (-1 + np.arange(h) * (2 / h))[:, None]
steps = np.zeros((h, w), np.int32)


def once():
    steps[:] = 0
    z, left, at = np.zeros(c.size, complex), np.arange(c.size), c.ravel()
    flat = steps.ravel()
    for _ in range(maxit):
        inside = z.real * z.real + z.imag * z.imag < 4
        z, left, at = z[inside], left[inside], at[inside]
        flat[left] += 1
        z = z * z + at


bench(once, lambda: steps.sum())
