import numpy as np
from once import bench

n, dt, softening = 4096, 0.01, 0.05
i = np.arange(n)
p = np.stack([i * 37 % 1009 / 1009, i * 53 % 1013 / 1013, i * 71 % 1019 / 1019])
v = np.zeros((3, n))


def once():
    d = p[:, None, :] - p[:, :, None]
    r2 = (d * d).sum(axis=0) + softening * softening
    v[:] += dt * (d * (1 / n / (r2 * np.sqrt(r2)))).sum(axis=2)
    p[:] += dt * v


bench(once, lambda: (v * v).sum())
