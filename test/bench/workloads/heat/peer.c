/* Rows in blocks; rows 0 and rows + 1 are the neighbours' or, at the edge, copies. */
#include "../../common/bench.h"

enum { m = 2048, steps = 50 };
static long rows;
static double *u, *v;

static void prepare(void) {
  const long from = first(m, rank);
  rows = first(m, rank + 1) - from;
  u = malloc(8L * m * (rows + 2));
  v = malloc(8L * m * (rows + 2));
  for (long i = 0; i < rows; i++) for (long j = 0; j < m; j++) u[(i + 1) * m + j] = ((from + i) * 7 + j * 3) % 100;
  memcpy(v, u, 8L * m * (rows + 2));
}

static void once(void) {
  for (int k = 0; k < steps; k++) {
    if (rank == 0) memcpy(u, u + m, 8L * m);
    if (rank == size - 1) memcpy(u + (rows + 1) * m, u + rows * m, 8L * m);
    exchange_rows(u, rows, 8L * m);
    for (long i = 1; i <= rows; i++) {
      const double *restrict at = u + i * m, *restrict above = at - m, *restrict below = at + m;
      double *restrict out = v + i * m;
      out[0] = (above[0] + below[0] + at[0] + at[1]) / 4;
      for (long j = 1; j < m - 1; j++) out[j] = (above[j] + below[j] + at[j - 1] + at[j + 1]) / 4;
      out[m - 1] = (above[m - 1] + below[m - 1] + at[m - 2] + at[m - 1]) / 4;
    }
    double *t = u;
    u = v;
    v = t;
  }
}

static double check(void) { return total(sum_of(u + m, rows * m)); }
