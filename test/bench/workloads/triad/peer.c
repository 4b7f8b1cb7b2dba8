#include "../../common/bench.h"

static long count;
static double *b, *c, *a;

static void prepare(void) {
  b = part(1L << 24, 1000, &count);
  c = part(1L << 24, 7, &count);
  a = calloc(count, 8);
}

static void once(void) {
  const double *restrict x = b, *restrict y = c, s = 3;
  double *restrict to = a;
  for (long i = 0; i < count; i++) to[i] = x[i] + s * y[i];
}

static double check(void) { return total(sum_of(a, count)); }
