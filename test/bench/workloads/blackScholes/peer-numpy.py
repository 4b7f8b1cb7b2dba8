import numpy as np
from once import bench

n, rate, volatility = 1 << 21, 0.02, 0.3
i = np.arange(n)
s, k, t, price = 50.0 + i % 101, 60.0 + i % 83, 0.25 + i % 8 / 4, np.zeros(n)


def normal(x):
    k = 1 / (1 + 0.2316419 * np.abs(x))
    tail = 0.3989422804014327 * np.exp(-0.5 * x * x) * k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))))
    return np.where(x >= 0, 1 - tail, tail)


def once():
    d1 = (np.log(s / k) + (rate + volatility * volatility / 2) * t) / (volatility * np.sqrt(t))
    price[:] = s * normal(d1) - k * np.exp(-rate * t) * normal(d1 - volatility * np.sqrt(t))


bench(once, price.mean)
