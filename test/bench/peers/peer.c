/* The workloads as people write them in C: plain loops, for one process (cc -O3 -march=native peer.c) or for several (mpicc -DWITH_MPI ...), which share the
   elements in blocks and the rows of Mandelbrot in turn. peer WORKLOAD REPEATS prints {"seconds":[...],"check":...}. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef WITH_MPI
#include <mpi.h>
#endif

static int rank = 0, size = 1;

static double now(void) {
#ifdef WITH_MPI
  MPI_Barrier(MPI_COMM_WORLD);
#endif
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static double total(double mine) {
#ifdef WITH_MPI
  MPI_Allreduce(MPI_IN_PLACE, &mine, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
#endif
  return mine;
}

static long first(long n, int r) { return n * r / size; }

static double sum_of(const double *a, long n) {
  double s = 0;
  for (long i = 0; i < n; i++) s += a[i];
  return s;
}

static int escape_time(double cx, double cy, int maxit) {
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

static double seconds[1000], start;
static int repeats;
#define REPEAT for (int r = 0; r < repeats; r++, seconds[r - 1] = now() - start) if (start = now(), 1)

static double mandelbrot(void) {
  enum { w = 1024, h = 1000, maxit = 127 };
  int *c = malloc(4L * w * h);
  REPEAT for (int i = rank, row = 0; i < h; i += size, row++) for (int j = 0; j < w; j++) c[row * w + j] = escape_time(-2 + j * (3.0 / w), -1 + i * (2.0 / h), maxit);
  double s = 0;
  for (int i = rank, row = 0; i < h; i += size, row++) for (int j = 0; j < w; j++) s += c[row * w + j];
  return total(s);
}

static double pi(void) {
  const long n = 20000000, from = first(n, rank), to = first(n, rank + 1);
  const double step = 1.0 / n;
  double all = 0;
  REPEAT {
    double s = 0;
    for (long i = from; i < to; i++) {
      double x = step * (i + 0.5);
      s += 4 / (1 + x * x);
    }
    all = total(s);
  }
  return step * all;
}

static const long n = 1L << 24;

/* This rank's elements of i % modulus. */
static double *part(long modulus, long *count) {
  long from = first(n, rank);
  *count = first(n, rank + 1) - from;
  double *a = malloc(8 * *count);
  for (long i = 0; i < *count; i++) a[i] = (from + i) % modulus;
  return a;
}

static double triad(void) {
  long count;
  double *b = part(1000, &count), *c = part(7, &count), *restrict a = calloc(count, 8), s = 3;
  REPEAT for (long i = 0; i < count; i++) a[i] = b[i] + s * c[i];
  return total(sum_of(a, count));
}

static double sum(void) {
  long count;
  double *a = part(1000, &count), s = 0;
  REPEAT s = total(sum_of(a, count));
  return s;
}

static double dot(void) {
  long count;
  double *a = part(1000, &count), *b = part(7, &count), all = 0;
  REPEAT {
    double s = 0;
    for (long i = 0; i < count; i++) s += a[i] * b[i];
    all = total(s);
  }
  return all;
}

static double scan(void) {
  long count;
  double *a = part(10, &count), *restrict s = calloc(count, 8);
  REPEAT {
    double before = 0;
#ifdef WITH_MPI
    double mine = sum_of(a, count);
    MPI_Exscan(&mine, &before, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
    if (rank == 0) before = 0;
#endif
    for (long i = 0; i < count; i++) s[i] = before += a[i];
  }
  return total(sum_of(s, count));
}

static double heat(void) {
  enum { m = 2048, steps = 50 };
  const long from = first(m, rank), rows = first(m, rank + 1) - from;
  /* Rows 0 and rows + 1 are the neighbours' or, at the edge, copies. */
  double *u = malloc(8L * m * (rows + 2)), *v = malloc(8L * m * (rows + 2));
  for (long i = 0; i < rows; i++) for (long j = 0; j < m; j++) u[(i + 1) * m + j] = ((from + i) * 7 + j * 3) % 100;
  memcpy(v, u, 8L * m * (rows + 2));
  REPEAT for (int k = 0; k < steps; k++) {
    if (rank == 0) memcpy(u, u + m, 8L * m);
    if (rank == size - 1) memcpy(u + (rows + 1) * m, u + rows * m, 8L * m);
#ifdef WITH_MPI
    int up = rank > 0 ? rank - 1 : MPI_PROC_NULL, down = rank < size - 1 ? rank + 1 : MPI_PROC_NULL;
    MPI_Sendrecv(u + m, m, MPI_DOUBLE, up, 0, u + (rows + 1) * m, m, MPI_DOUBLE, down, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    MPI_Sendrecv(u + rows * m, m, MPI_DOUBLE, down, 1, u, m, MPI_DOUBLE, up, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
#endif
    for (long i = 1; i <= rows; i++) {
      const double *restrict at = u + i * m, *restrict above = at - m, *restrict below = at + m;
      double *restrict out = v + i * m;
      out[0] = (above[0] + below[0] + at[0] + at[1]) / 4;
      for (long j = 1; j < m - 1; j++) out[j] = (above[j] + below[j] + at[j - 1] + at[j + 1]) / 4;
      out[m - 1] = (above[m - 1] + below[m - 1] + at[m - 2] + at[m - 1]) / 4;
    }
    double *t = u;
    u = v;
    v = t;
  }
  return total(sum_of(u + m, rows * m));
}

int main(int count, char **words) {
#ifdef WITH_MPI
  MPI_Init(&count, &words);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
#endif
  repeats = atoi(words[2]);
  const struct { const char *name; double (*run)(void); } all[] = { { "mandelbrot", mandelbrot }, { "pi", pi }, { "triad", triad }, { "sum", sum }, { "dot", dot }, { "scan", scan }, { "heat", heat } };
  for (unsigned k = 0; k < sizeof all / sizeof *all; k++) {
    if (strcmp(all[k].name, words[1])) continue;
    double check = all[k].run();
    if (rank > 0) continue;
    printf("{\"seconds\":[");
    for (int r = 0; r < repeats; r++) printf("%s%.9f", r ? "," : "", seconds[r]);
    printf("],\"check\":%.17g}\n", check);
  }
#ifdef WITH_MPI
  MPI_Finalize();
#endif
}
