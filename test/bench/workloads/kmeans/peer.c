/* Lloyd's algorithm, four centres in the plane, ten steps from the same start. */
#include "../../common/bench.h"

enum { k = 4, steps = 10 };
static const long n = 1L << 20;
static long count;
static double *x, *y, cx[k], cy[k];

static void prepare(void) {
  const long from = first(n, rank);
  count = first(n, rank + 1) - from;
  x = malloc(8 * count);
  y = malloc(8 * count);
  for (long i = 0; i < count; i++) {
    const long g = from + i;
    x[i] = g % 2 * 10 + (g * 37 % 1009) / 300.0;
    y[i] = (g % 4 < 2 ? 0 : 10) + (g * 53 % 1013) / 300.0;
  }
}

static void once(void) {
  const double x0[k] = { 1, 8, 2, 12 }, y0[k] = { 1, 2, 8, 12 };
  memcpy(cx, x0, sizeof cx);
  memcpy(cy, y0, sizeof cy);
  for (int step = 0; step < steps; step++) {
    double sums[3 * k] = { 0 };
    for (long i = 0; i < count; i++) {
      int best = 0;
      double least = INFINITY;
      for (int c = 0; c < k; c++) {
        const double dx = x[i] - cx[c], dy = y[i] - cy[c], d = dx * dx + dy * dy;
        if (d < least) {
          least = d;
          best = c;
        }
      }
      sums[3 * best] += 1;
      sums[3 * best + 1] += x[i];
      sums[3 * best + 2] += y[i];
    }
    totals(sums, 3 * k);
    for (int c = 0; c < k; c++) {
      cx[c] = sums[3 * c + 1] / sums[3 * c];
      cy[c] = sums[3 * c + 2] / sums[3 * c];
    }
  }
}

static double check(void) {
  double s = 0;
  for (int c = 0; c < k; c++) s += (c + 1) * (cx[c] + cy[c]);
  return s;
}
