#include "../../common/bench.h"

static const long n = 20000000;
static double area;

static void prepare(void) {}

static void once(void) {
  const double step = 1.0 / n;
  double s = 0;
  for (long i = first(n, rank), to = first(n, rank + 1); i < to; i++) {
    double x = step * (i + 0.5);
    s += 4 / (1 + x * x);
  }
  area = step * total(s);
}

static double check(void) { return area; }
