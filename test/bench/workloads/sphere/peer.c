/* A sphere above a plane, ray-marched: each ray goes on by the distance to what is nearest. Rows in turn: they take unequal time. */
#include "../../common/bench.h"

enum { w = 640, h = 480 };
static unsigned char *image;

static double smaller(double a, double b) { return a < b ? a : b; }

static double distance(double x, double y, double z) { return smaller(sqrt(x * x + y * y + (z - 3) * (z - 3)) - 1, y + 1); }

static double shade(double x, double y, double z) {
  const double e = 1e-5, nx = distance(x + e, y, z) - distance(x - e, y, z), ny = distance(x, y + e, z) - distance(x, y - e, z), nz = distance(x, y, z + e) - distance(x, y, z - e);
  const double light = (0.5 * nx + 0.7 * ny - 0.5 * nz) / sqrt(nx * nx + ny * ny + nz * nz);
  return floor(255 * smaller(1, 0.1 + 0.9 * (light > 0 ? light : 0)));
}

static double pixel(double dx, double dy) {
  const double length = sqrt(dx * dx + dy * dy + 1), x = dx / length, y = dy / length, z = 1 / length;
  double t = 0;
  for (int k = 0; k < 80; k++) {
    const double d = distance(x * t, y * t, z * t);
    if (d < 1e-4) return shade(x * t, y * t, z * t);
    t += d;
    if (t > 20) return 0;
  }
  return 0;
}

static void prepare(void) { image = malloc(w * h); }

static void once(void) {
  for (int i = rank, row = 0; i < h; i += size, row++) for (int j = 0; j < w; j++) image[row * w + j] = pixel((j - w / 2) / (double)h, (h / 2 - i) / (double)h);
}

static double check(void) {
  double s = 0;
  for (int i = rank, row = 0; i < h; i += size, row++) for (int j = 0; j < w; j++) s += image[row * w + j];
  return total(s);
}
