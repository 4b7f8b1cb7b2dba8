/* In blocks that stay in the cache, rows of b in the inner loop: what the compiler makes vectors of. Each rank has rows of a and of b; all get all of b. */
#include "../../common/bench.h"

typedef float number;
enum { n = 1024, block = 64 };
static long rows;
static number *a, *mine, *b, *c;

static void prepare(void) {
  const long from = first(n, rank);
  rows = first(n, rank + 1) - from;
  a = malloc(sizeof *a * rows * n);
  mine = malloc(sizeof *mine * rows * n);
  b = malloc(sizeof *b * n * n);
  c = malloc(sizeof *c * rows * n);
  for (long i = 0; i < rows; i++) for (long j = 0; j < n; j++) {
    a[i * n + j] = ((from + i) * 3 + j) % 11;
    mine[i * n + j] = ((from + i) + j * 5) % 7;
  }
}

static void once(void) {
#ifdef WITH_MPI
  int counts[size], starts[size];
  for (int r = 0; r < size; r++) {
    starts[r] = first(n, r) * n * sizeof *b;
    counts[r] = first(n, r + 1) * n * sizeof *b - starts[r];
  }
  MPI_Allgatherv(mine, counts[rank], MPI_BYTE, b, counts, starts, MPI_BYTE, MPI_COMM_WORLD);
#else
  memcpy(b, mine, sizeof *b * n * n);
#endif
  memset(c, 0, sizeof *c * rows * n);
  for (long k = 0; k < n; k += block) for (long j = 0; j < n; j += 8 * block) for (long i = 0; i < rows; i++) for (long p = k; p < k + block; p++) {
    const number x = a[i * n + p], *restrict from = b + p * n + j;
    number *restrict to = c + i * n + j;
    for (long q = 0; q < 8 * block; q++) to[q] += x * from[q];
  }
}

static double check(void) {
  double s = 0;
  for (long i = 0; i < rows * n; i++) s += c[i];
  return total(s);
}
