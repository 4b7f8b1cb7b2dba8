import numpy as np
from once import bench

m, steps = 1024, 50
h = 1 / (m + 1)
x, y = ((np.arange(m) + 1) * h)[None, :], ((np.arange(m) + 1) * h)[:, None]
solution = [None]


def once():
    u, padded = np.zeros((m, m)), np.zeros((m + 2, m + 2))
    r = 2 * h * h * (x * (1 - x) + y * (1 - y))
    p = padded[1:-1, 1:-1]
    p[:] = r
    rr = np.vdot(r, r)
    for _ in range(steps):
        Ap = 4 * p - padded[:-2, 1:-1] - padded[2:, 1:-1] - padded[1:-1, :-2] - padded[1:-1, 2:]
        alpha = rr / np.vdot(p, Ap)
        u += alpha * p
        r -= alpha * Ap
        after = np.vdot(r, r)
        p[:] = r + after / rr * p
        rr = after
    solution[0] = u


bench(once, lambda: solution[0].sum())
