/* What every workload in C shares: one process (cc -O3 -march=native) or several (mpicc -DWITH_MPI), the clock, and the line of figures. A workload says what is made
   ready before the clock runs, what is measured, and a number that all participants must agree on (rank 0's is printed). PROGRAM REPEATS */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef WITH_MPI
#include <mpi.h>
#endif

static void prepare(void), once(void);
static double check(void);
static int rank = 0, size = 1;

static double now(void) {
#ifdef WITH_MPI
  MPI_Barrier(MPI_COMM_WORLD);
#endif
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void totals(double *mine, int count) {
#ifdef WITH_MPI
  MPI_Allreduce(MPI_IN_PLACE, mine, count, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
#else
  (void)mine, (void)count;
#endif
}

static double total(double mine) {
  totals(&mine, 1);
  return mine;
}

/* Where a rank's part of n begins. */
static long first(long n, int r) { return n * r / size; }

static double sum_of(const double *a, long n) {
  double s = 0;
  for (long i = 0; i < n; i++) s += a[i];
  return s;
}

/* This rank's elements of i % modulus. */
static double *part(long n, long modulus, long *count) {
  long from = first(n, rank);
  *count = first(n, rank + 1) - from;
  double *a = malloc(8 * *count);
  for (long i = 0; i < *count; i++) a[i] = (from + i) % modulus;
  return a;
}

/* Rows 0 and rows + 1 of a block of rows, each of `bytes`: the neighbours'. At the ends of the whole they stay as they are. */
static void exchange_rows(void *block, long rows, long bytes) {
#ifdef WITH_MPI
  char *u = block;
  int up = rank > 0 ? rank - 1 : MPI_PROC_NULL, down = rank < size - 1 ? rank + 1 : MPI_PROC_NULL;
  MPI_Sendrecv(u + bytes, bytes, MPI_BYTE, up, 0, u + (rows + 1) * bytes, bytes, MPI_BYTE, down, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  MPI_Sendrecv(u + rows * bytes, bytes, MPI_BYTE, down, 1, u, bytes, MPI_BYTE, up, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
#else
  (void)block, (void)rows, (void)bytes;
#endif
}

int main(int count, char **words) {
#ifdef WITH_MPI
  MPI_Init(&count, &words);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
#endif
  const int repeats = count > 1 ? atoi(words[1]) : 5;
  double *seconds = malloc(sizeof *seconds * (repeats + 1));
  prepare();
  for (int r = 0; r < repeats; r++) {
    const double start = now();
    once();
    seconds[r] = now() - start;
  }
  const double number = check();
  if (rank == 0) {
    printf("{\"seconds\":[");
    for (int r = 0; r < repeats; r++) printf("%s%.9f", r ? "," : "", seconds[r]);
    printf("],\"check\":%.17g}\n", number);
  }
#ifdef WITH_MPI
  MPI_Finalize();
#endif
}
