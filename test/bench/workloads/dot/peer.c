#include "../../common/bench.h"

static long count;
static double *a, *b, all;

static void prepare(void) {
  a = part(1L << 24, 1000, &count);
  b = part(1L << 24, 7, &count);
}

static void once(void) {
  double s = 0;
  for (long i = 0; i < count; i++) s += a[i] * b[i];
  all = total(s);
}

static double check(void) { return all; }
