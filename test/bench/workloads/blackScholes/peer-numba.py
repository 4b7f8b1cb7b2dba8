import numba
import numpy as np
from once import bench

from math import exp, log, sqrt

n, rate, volatility = 1 << 21, 0.02, 0.3
i = np.arange(n)
spot, strike, years, price = 50.0 + i % 101, 60.0 + i % 83, 0.25 + i % 8 / 4, np.zeros(n)


@numba.njit
def normal(x):
    k = 1 / (1 + 0.2316419 * abs(x))
    tail = 0.3989422804014327 * exp(-0.5 * x * x) * k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))))
    return 1 - tail if x >= 0 else tail


@numba.njit(parallel=True)
def fill(spot, strike, years, price):
    for i in numba.prange(price.size):
        s, k, t = spot[i], strike[i], years[i]
        d1 = (log(s / k) + (rate + volatility * volatility / 2) * t) / (volatility * sqrt(t))
        price[i] = s * normal(d1) - k * exp(-rate * t) * normal(d1 - volatility * sqrt(t))


bench(lambda: fill(spot, strike, years, price), price.mean)
