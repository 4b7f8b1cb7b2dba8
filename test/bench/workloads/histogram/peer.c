#include "../../common/bench.h"

enum { bins = 256 };
static const long n = 1L << 24;
static long count;
static int *a, counts[bins];

static void prepare(void) {
  const long from = first(n, rank);
  count = first(n, rank + 1) - from;
  a = malloc(4 * count);
  for (long i = 0; i < count; i++) a[i] = (from + i) * 37 % 1009 % bins;
}

static void once(void) {
  memset(counts, 0, sizeof counts);
  for (long i = 0; i < count; i++) counts[a[i]]++;
#ifdef WITH_MPI
  MPI_Allreduce(MPI_IN_PLACE, counts, bins, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
#endif
}

static double check(void) {
  double s = 0;
  for (long b = 0; b < bins; b++) s += (double)b * counts[b];
  return s;
}
