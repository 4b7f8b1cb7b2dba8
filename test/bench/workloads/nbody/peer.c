/* All pairs; each rank moves its own and gets all positions. */
#include "../../common/bench.h"

enum { n = 4096 };
static const double dt = 0.01, softening = 0.05;
static long from, count;
static double x[n], y[n], z[n], vx[n], vy[n], vz[n], fx[n], fy[n], fz[n];

static void gather(double *all) {
#ifdef WITH_MPI
  int counts[size], starts[size];
  for (int r = 0; r < size; r++) {
    starts[r] = first(n, r);
    counts[r] = first(n, r + 1) - starts[r];
  }
  MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, all, counts, starts, MPI_DOUBLE, MPI_COMM_WORLD);
#else
  (void)all;
#endif
}

static void prepare(void) {
  from = first(n, rank);
  count = first(n, rank + 1) - from;
  for (long i = 0; i < n; i++) {
    x[i] = (i * 37 % 1009) / 1009.0;
    y[i] = (i * 53 % 1013) / 1013.0;
    z[i] = (i * 71 % 1019) / 1019.0;
  }
}

static void once(void) {
  const double mass = 1.0 / n;
  gather(x);
  gather(y);
  gather(z);
  for (long i = from; i < from + count; i++) {
    double sx = 0, sy = 0, sz = 0;
    for (long j = 0; j < n; j++) {
      const double dx = x[j] - x[i], dy = y[j] - y[i], dz = z[j] - z[i], r2 = dx * dx + dy * dy + dz * dz + softening * softening, s = mass / (r2 * sqrt(r2));
      sx += s * dx;
      sy += s * dy;
      sz += s * dz;
    }
    fx[i] = sx;
    fy[i] = sy;
    fz[i] = sz;
  }
  for (long i = from; i < from + count; i++) {
    x[i] += dt * (vx[i] += dt * fx[i]);
    y[i] += dt * (vy[i] += dt * fy[i]);
    z[i] += dt * (vz[i] += dt * fz[i]);
  }
}

static double check(void) {
  double s = 0;
  for (long i = from; i < from + count; i++) s += vx[i] * vx[i] + vy[i] * vy[i] + vz[i] * vz[i];
  return total(s);
}
