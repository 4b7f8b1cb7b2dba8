/* Each rank sorts its part with the library's qsort; samples of all cut the parts; pieces go where they belong and are sorted there. */
#include "../../common/bench.h"

static const long n = 1L << 21;
static long count, held;
static double *a, *s;

static int compare(const void *x, const void *y) {
  const double a = *(const double *)x, b = *(const double *)y;
  return (a > b) - (a < b);
}

static void prepare(void) {
  const long from = first(n, rank);
  count = first(n, rank + 1) - from;
  a = malloc(8 * count);
  s = malloc(8 * n);
  for (long i = 0; i < count; i++) a[i] = (double)((uint32_t)(from + i) * 2654435761u) - 2147483648.0;
}

static void once(void) {
  memcpy(s, a, 8 * count);
  qsort(s, count, 8, compare);
  held = count;
#ifdef WITH_MPI
  enum { each = 64 };
  double mine[each], all[each * size];
  for (int k = 0; k < each; k++) mine[k] = s[count * k / each];
  MPI_Allgather(mine, each, MPI_DOUBLE, all, each, MPI_DOUBLE, MPI_COMM_WORLD);
  qsort(all, each * size, 8, compare);
  int sends[size], from[size], receives[size], to[size];
  for (int r = 0, at = 0; r < size; r++) {
    from[r] = at;
    while (at < count && (r == size - 1 || s[at] < all[each * (r + 1)])) at++;
    sends[r] = at - from[r];
  }
  MPI_Alltoall(sends, 1, MPI_INT, receives, 1, MPI_INT, MPI_COMM_WORLD);
  held = 0;
  for (int r = 0; r < size; r++) {
    to[r] = held;
    held += receives[r];
  }
  double *got = malloc(8 * held);
  MPI_Alltoallv(s, sends, from, MPI_DOUBLE, got, receives, to, MPI_DOUBLE, MPI_COMM_WORLD);
  memcpy(s, got, 8 * held);
  free(got);
  qsort(s, held, 8, compare);
#endif
}

/* The sum of element times place, so that the order counts. */
static double check(void) {
  double w = 0, before = 0, mine = held;
#ifdef WITH_MPI
  MPI_Exscan(&mine, &before, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
  if (rank == 0) before = 0;
#endif
  (void)mine;
  for (long i = 0; i < held; i++) w += s[i] * (before + i);
  return total(w);
}
