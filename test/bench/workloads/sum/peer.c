#include "../../common/bench.h"

static long count;
static double *a, s;

static void prepare(void) { a = part(1L << 24, 1000, &count); }

static void once(void) { s = total(sum_of(a, count)); }

static double check(void) { return s; }
