/* Which root of z^3 = 1 Newton's method finds, and after how many steps. Rows in turn: they take unequal time. */
#include "../../common/bench.h"

enum { n = 512, most = 40 };
static int *c;

static int newton(double re, double im) {
  int k = 0;
  for (; k < most; k++) {
    const double re2 = re * re - im * im, im2 = re * im + im * re, fre = re2 * re - im2 * im - 1, fim = re2 * im + im2 * re;
    if (fre * fre + fim * fim < 1e-18) break;
    const double dre = 3 * re2, dim = 3 * im2, d = dre * dre + dim * dim;
    re -= (fre * dre + fim * dim) / d;
    im -= (fim * dre - fre * dim) / d;
  }
  const double half = sqrt(3) / 2, d0 = (re - 1) * (re - 1) + im * im, d1 = (re + 0.5) * (re + 0.5) + (im - half) * (im - half), d2 = (re + 0.5) * (re + 0.5) + (im + half) * (im + half);
  return 64 * (d0 < d1 && d0 < d2 ? 0 : d1 < d2 ? 1 : 2) + k;
}

static void prepare(void) { c = malloc(4L * n * n); }

static void once(void) {
  for (int i = rank, row = 0; i < n; i += size, row++) for (int j = 0; j < n; j++) c[row * n + j] = newton(-2 + (j + 0.5) * (4.0 / n), -2 + (i + 0.5) * (4.0 / n));
}

static double check(void) {
  double s = 0;
  for (int i = rank, row = 0; i < n; i += size, row++) for (int j = 0; j < n; j++) s += c[row * n + j];
  return total(s);
}
