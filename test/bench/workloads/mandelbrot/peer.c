/* Rows in turn: they take unequal time. */
#include "../../common/bench.h"

enum { w = 1024, h = 1000, maxit = 127 };
static int *c;

static int escape_time(double cx, double cy) {
  double x = 0, y = 0;
  int it = 0;
  while (x * x + y * y < 4 && it < maxit) {
    double t = x * x - y * y + cx;
    y = 2 * x * y + cy;
    x = t;
    it++;
  }
  return it;
}

static void prepare(void) { c = malloc(4L * w * h); }

static void once(void) {
  for (int i = rank, row = 0; i < h; i += size, row++) for (int j = 0; j < w; j++) c[row * w + j] = escape_time(-2 + j * (3.0 / w), -1 + i * (2.0 / h));
}

static double check(void) {
  double s = 0;
  for (int i = rank, row = 0; i < h; i += size, row++) for (int j = 0; j < w; j++) s += c[row * w + j];
  return total(s);
}
