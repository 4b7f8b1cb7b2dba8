/* A picture of bytes smoothed with binomial weights, 3 by 3; beyond the edge it is as at the edge. Rows in blocks. */
#include "../../common/bench.h"

enum { m = 4096 };
static long rows;
static uint8_t *a, *b;

static void prepare(void) {
  const long from = first(m, rank);
  rows = first(m, rank + 1) - from;
  a = malloc((rows + 2) * m);
  b = malloc((rows + 2) * m);
  for (long i = 0; i < rows; i++) for (long j = 0; j < m; j++) a[(i + 1) * m + j] = ((from + i) * 7 + j * 13) % 251;
}

static void once(void) {
  if (rank == 0) memcpy(a, a + m, m);
  if (rank == size - 1) memcpy(a + (rows + 1) * m, a + rows * m, m);
  exchange_rows(a, rows, m);
  for (long i = 1; i <= rows; i++) {
    const uint8_t *restrict at = a + i * m, *restrict above = at - m, *restrict below = at + m;
    uint8_t *restrict out = b + i * m;
#define SMOOTH(l, j, r) out[j] = (above[l] + 2 * above[j] + above[r] + 2 * at[l] + 4 * at[j] + 2 * at[r] + below[l] + 2 * below[j] + below[r]) >> 4
    SMOOTH(0, 0, 1);
    for (long j = 1; j < m - 1; j++) SMOOTH(j - 1, j, j + 1);
    SMOOTH(m - 2, m - 1, m - 1);
  }
}

static double check(void) {
  double s = 0;
  for (long i = m; i < (rows + 1) * m; i++) s += b[i];
  return total(s);
}
