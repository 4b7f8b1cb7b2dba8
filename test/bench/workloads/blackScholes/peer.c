/* With the C library's exp and log. */
#include "../../common/bench.h"

static const long n = 1L << 21;
static const double rate = 0.02, volatility = 0.3;
static long from, count;
static double *spot, *strike, *years, *price;

static double normal(double x) {
  const double k = 1 / (1 + 0.2316419 * fabs(x));
  const double tail = 0.3989422804014327 * exp(-0.5 * x * x) * k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}

static void prepare(void) {
  from = first(n, rank);
  count = first(n, rank + 1) - from;
  spot = malloc(8 * count);
  strike = malloc(8 * count);
  years = malloc(8 * count);
  price = malloc(8 * count);
  for (long i = 0; i < count; i++) {
    spot[i] = 50 + (from + i) % 101;
    strike[i] = 60 + (from + i) % 83;
    years[i] = 0.25 + (from + i) % 8 / 4.0;
  }
}

static void once(void) {
  for (long i = 0; i < count; i++) {
    const double s = spot[i], k = strike[i], t = years[i];
    const double d1 = (log(s / k) + (rate + volatility * volatility / 2) * t) / (volatility * sqrt(t)), d2 = d1 - volatility * sqrt(t);
    price[i] = s * normal(d1) - k * exp(-rate * t) * normal(d2);
  }
}

static double check(void) { return total(sum_of(price, count)) / n; }
