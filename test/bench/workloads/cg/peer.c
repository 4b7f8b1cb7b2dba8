/* Conjugate gradients for the five-point stencil on a square, rows in blocks, 50 steps. */
#include "../../common/bench.h"

enum { m = 1024, steps = 50 };
static long rows;
static double *u, *r, *p, *Ap, rr;

static double *grid(void) { return calloc((rows + 2) * m, 8); }

static void prepare(void) {
  rows = first(m, rank + 1) - first(m, rank);
  u = grid();
  r = grid();
  p = grid();
  Ap = grid();
}

static double dot(const double *a, const double *b) {
  double s = 0;
  for (long i = m; i < (rows + 1) * m; i++) s += a[i] * b[i];
  return total(s);
}

static void apply(void) {
  exchange_rows(p, rows, 8L * m);
  for (long i = 1; i <= rows; i++) {
    const double *restrict at = p + i * m, *restrict above = at - m, *restrict below = at + m;
    double *restrict out = Ap + i * m;
    out[0] = 4 * at[0] - above[0] - below[0] - at[1];
    for (long j = 1; j < m - 1; j++) out[j] = 4 * at[j] - above[j] - below[j] - at[j - 1] - at[j + 1];
    out[m - 1] = 4 * at[m - 1] - above[m - 1] - below[m - 1] - at[m - 2];
  }
}

static void once(void) {
  const double h = 1.0 / (m + 1);
  const long from = first(m, rank);
  for (long i = 0; i < rows; i++) for (long j = 0; j < m; j++) {
    const double x = (j + 1) * h, y = (from + i + 1) * h;
    u[(i + 1) * m + j] = 0;
    r[(i + 1) * m + j] = p[(i + 1) * m + j] = 2 * h * h * (x * (1 - x) + y * (1 - y));
  }
  rr = dot(r, r);
  for (int step = 0; step < steps; step++) {
    apply();
    const double alpha = rr / dot(p, Ap);
    for (long i = m; i < (rows + 1) * m; i++) u[i] += alpha * p[i];
    for (long i = m; i < (rows + 1) * m; i++) r[i] -= alpha * Ap[i];
    const double next = dot(r, r), beta = next / rr;
    for (long i = m; i < (rows + 1) * m; i++) p[i] = r[i] + beta * p[i];
    rr = next;
  }
}

static double check(void) { return total(sum_of(u + m, rows * m)); }
