/* Rows, then columns, of a square of complex numbers: Stockham's method by twos, between two buffers. Ranks have rows; an exchange turns columns into rows, and back. */
#include "../../common/bench.h"
#include <complex.h>

enum { n = 1024 };
typedef double complex number;
static long rows;
static number *a, *x, *y, roots[n / 2];

static void prepare(void) {
  const long from = first(n, rank);
  rows = first(n, rank + 1) - from;
  a = malloc(sizeof *a * rows * n);
  x = malloc(sizeof *x * rows * n);
  y = malloc(sizeof *y * rows * n);
  for (long i = 0; i < rows; i++) for (long j = 0; j < n; j++) a[i * n + j] = ((from + i) * 3 + j * 7) % 11 + I * (((from + i) + j * 5) % 13);
  for (int k = 0; k < n / 2; k++) roots[k] = cexp(-2 * I * M_PI * k / n);
}

static void transform(number *x) {
  static number other[n];
  number *from = x, *to = other;
  for (long m = n / 2, s = 1; m >= 1; m /= 2, s *= 2) {
    for (long p = 0; p < m; p++) {
      const double wr = creal(roots[p * s]), wi = cimag(roots[p * s]);
      for (long q = 0; q < s; q++) {
        const number u = from[q + s * p], v = from[q + s * (p + m)];
        const double dr = creal(u) - creal(v), di = cimag(u) - cimag(v);
        to[q + s * 2 * p] = u + v;
        to[q + s * (2 * p + 1)] = dr * wr - di * wi + I * (dr * wi + di * wr);
      }
    }
    number *t = from;
    from = to;
    to = t;
  }
  if (from != x) memcpy(x, from, sizeof *x * n);
}

/* x becomes rows of what were columns. */
static void turn(void) {
  for (int r = 0; r < size; r++) {
    const long from = first(n, r), columns = first(n, r + 1) - from;
    number *piece = y + from * rows;
    for (long j = 0; j < columns; j++) for (long i = 0; i < rows; i++) piece[j * rows + i] = x[i * n + from + j];
  }
#ifdef WITH_MPI
  const int each = rows * (n / size) * sizeof(number);
  MPI_Alltoall(y, each, MPI_BYTE, x, each, MPI_BYTE, MPI_COMM_WORLD);
  for (int r = 0; r < size; r++) for (long j = 0; j < rows; j++) memcpy(y + j * n + r * (n / size), x + (r * rows + j) * (n / size), sizeof(number) * (n / size));
#endif
  number *t = x;
  x = y;
  y = t;
}

static void once(void) {
  memcpy(x, a, sizeof *x * rows * n);
  for (long i = 0; i < rows; i++) transform(x + i * n);
  turn();
  for (long i = 0; i < rows; i++) transform(x + i * n);
  turn();
}

/* The sum of absolute values. */
static double check(void) {
  double s = 0;
  for (long i = 0; i < rows * n; i++) s += fabs(creal(x[i])) + fabs(cimag(x[i]));
  return total(s);
}
