/* Rows in turn: they take unequal time. */
#include "../../common/bench.h"

enum { w = 1024, h = 1000, maxit = 127 };
static int *c;

static int escape_time(double x, double y) {
  int it = 0;
  while (it < maxit) {
    const double x2 = x * x, y2 = y * y;
    if (x2 + y2 > 4) break;
    y = 2 * x * y + 0.27015;
    x = x2 - y2 - 0.7;
    it++;
  }
  return it;
}

static void prepare(void) { c = malloc(4L * w * h); }

static void once(void) {
  for (int i = rank, row = 0; i < h; i += size, row++) for (int j = 0; j < w; j++) c[row * w + j] = escape_time(-1.6 + j * (3.2 / w), -1.2 + i * (2.4 / h));
}

static double check(void) {
  double s = 0;
  for (int i = rank, row = 0; i < h; i += size, row++) for (int j = 0; j < w; j++) s += c[row * w + j];
  return total(s);
}
