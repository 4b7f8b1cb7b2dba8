#include "../../common/bench.h"

static long count;
static double *a, *s;

static void prepare(void) {
  a = part(1L << 24, 10, &count);
  s = calloc(count, 8);
}

static void once(void) {
  const double *restrict from = a;
  double *restrict to = s, before = 0;
#ifdef WITH_MPI
  double mine = sum_of(a, count);
  MPI_Exscan(&mine, &before, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
  if (rank == 0) before = 0;
#endif
  for (long i = 0; i < count; i++) to[i] = before += from[i];
}

static double check(void) { return total(sum_of(s, count)); }
