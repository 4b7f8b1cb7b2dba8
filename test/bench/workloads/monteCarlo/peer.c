/* The area of a quarter circle by random points; the generator is Threefry-2x32-20 (Salmon, Moraes, Dror, Shaw 2011), as in the others. */
#include "../../common/bench.h"

static const long n = 1L << 22;
static double pi;

static inline uint32_t turned(uint32_t x, int k) { return x << k | x >> (32 - k); }

static inline double uniform(uint32_t counter, uint32_t key) {
  const uint32_t k0 = key, k1 = 0, k2 = 0x1bd11bda ^ k0 ^ k1;
  uint32_t x = counter + k0, y = k1;
#define ROUND(r) x += y, y = turned(y, r) ^ x;
#define ROUNDS(a, b, c, d) ROUND(a) ROUND(b) ROUND(c) ROUND(d)
  ROUNDS(13, 15, 26, 6) x += k1, y += k2 + 1;
  ROUNDS(17, 29, 16, 24) x += k2, y += k0 + 2;
  ROUNDS(13, 15, 26, 6) x += k0, y += k1 + 3;
  ROUNDS(17, 29, 16, 24) x += k1, y += k2 + 4;
  ROUNDS(13, 15, 26, 6) x += k2, y += k0 + 5;
  return ((x >> 5) * 67108864.0 + (y >> 6)) / 9007199254740992.0;
}

static void prepare(void) {}

static void once(void) {
  long inside = 0;
  for (long i = first(n, rank), to = first(n, rank + 1); i < to; i++) {
    const double x = uniform(i, 1), y = uniform(i, 2);
    inside += x * x + y * y < 1;
  }
  pi = 4 * total(inside) / n;
}

static double check(void) { return pi; }
