# The workloads as NumPy programs, whole arrays at a time. python3 peer.py WORKLOAD REPEATS
import json, sys, time
import numpy as np

name, repeats, n = sys.argv[1], int(sys.argv[2]), 1 << 24


def mandelbrot():
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

    return once, lambda: int(steps.sum())


def pi():
    m = 20_000_000
    found = [0.0]

    def once():
        x = (np.arange(m) + 0.5) / m
        found[0] = float(np.sum(4 / (1 + x * x))) / m

    return once, lambda: found[0]


def triad():
    b, c, a = np.arange(n) % 1000 * 1.0, np.arange(n) % 7 * 1.0, np.zeros(n)

    def once():
        np.multiply(c, 3.0, out=a)
        np.add(a, b, out=a)

    return once, lambda: float(a.sum())


def sum():
    a, found = np.arange(n) % 1000 * 1.0, [0.0]

    def once():
        found[0] = float(a.sum())

    return once, lambda: found[0]


def dot():
    a, b, found = np.arange(n) % 1000 * 1.0, np.arange(n) % 7 * 1.0, [0.0]

    def once():
        found[0] = float(a @ b)

    return once, lambda: found[0]


def scan():
    a, s = np.arange(n) % 10 * 1.0, np.zeros(n)
    return (lambda: np.cumsum(a, out=s)), lambda: float(s.sum())


def heat():
    m, steps = 2048, 50
    state = [np.fromfunction(lambda i, j: (i * 7 + j * 3) % 100, (m, m))]

    def once():
        for _ in range(steps):
            p = np.pad(state[0], 1, mode="edge")
            state[0] = (p[:-2, 1:-1] + p[2:, 1:-1] + p[1:-1, :-2] + p[1:-1, 2:]) / 4

    return once, lambda: float(state[0].sum())


once, check = globals()[name]()
seconds = []
for _ in range(repeats):
    start = time.perf_counter()
    once()
    seconds.append(time.perf_counter() - start)
print(json.dumps({"seconds": seconds, "check": check()}))
