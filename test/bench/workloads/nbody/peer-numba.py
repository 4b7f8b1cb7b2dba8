import numba
import numpy as np
from once import bench

n, dt, softening = 4096, 0.01, 0.05
i = np.arange(n)
x, y, z = i * 37 % 1009 / 1009, i * 53 % 1013 / 1013, i * 71 % 1019 / 1019
v, f = np.zeros((3, n)), np.zeros((3, n))


@numba.njit(parallel=True)
def force(x, y, z, f):
    mass = 1 / n
    for i in numba.prange(n):
        sx, sy, sz = 0.0, 0.0, 0.0
        for j in range(n):
            dx, dy, dz = x[j] - x[i], y[j] - y[i], z[j] - z[i]
            r2 = dx * dx + dy * dy + dz * dz + softening * softening
            s = mass / (r2 * np.sqrt(r2))
            sx += s * dx
            sy += s * dy
            sz += s * dz
        f[0, i], f[1, i], f[2, i] = sx, sy, sz


def once():
    force(x, y, z, f)
    v[:] += dt * f
    for k, p in enumerate((x, y, z)):
        p += dt * v[k]


bench(once, lambda: (v * v).sum())
