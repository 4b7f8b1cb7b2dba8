/* The measurements of communication.ranks.ts in C, for Open MPI or MPICH: mpicc -O2 communication.c && mpirun -np 2 a.out. Prints "what<TAB>microseconds". */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

static int rank;

static void tell(const char *what, double seconds) {
  if (rank == 0) printf("%s\t%.3f\n", what, seconds * 1e6);
}

/* The least of many short rounds of `body`, a call: between two turns of other programs. `per` calls are one measurement. */
#define BEST(what, total, per, body) do { \
    double least = 1e9; \
    long rounds = 50, n = (total) * 5 / rounds < 2 ? 2 : (total) * 5 / rounds; \
    for (int round = 0; round < rounds; round++) { \
      MPI_Barrier(MPI_COMM_WORLD); \
      double start = MPI_Wtime(); \
      for (long k = 0; k < n; k++) { body; } \
      double each = (MPI_Wtime() - start) / n / (per); \
      if (each < least) least = each; \
    } \
    tell(what, least); \
  } while (0)

static void pingPong(double *x, double *y, int count) {
  int other = 1 - rank;
  if (rank == 0) {
    MPI_Send(x, count, MPI_DOUBLE, other, 1, MPI_COMM_WORLD);
    MPI_Recv(y, count, MPI_DOUBLE, other, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  } else if (rank == 1) {
    MPI_Recv(y, count, MPI_DOUBLE, other, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    MPI_Send(x, count, MPI_DOUBLE, other, 1, MPI_COMM_WORLD);
  }
}

int main(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  long times = argc > 1 ? atol(argv[1]) : 20000;
  double a = rank + 1, b = 0;
  BEST("MPI Barrier", times, 1, MPI_Barrier(MPI_COMM_WORLD));
  BEST("MPI Allreduce 8 B", times, 1, MPI_Allreduce(&a, &b, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD));
  BEST("MPI Bcast 8 B", times, 1, MPI_Bcast(&b, 1, MPI_DOUBLE, 0, MPI_COMM_WORLD));
  BEST("MPI ping-pong 8 B", times, 2, pingPong(&a, &b, 1));
  for (int k = 2; k < argc; k++) {
    long bytes = atol(argv[k]), calls = times / 10 < 100000000 / bytes ? times / 10 : 100000000 / bytes;
    double *x = calloc(bytes, 1), *y = calloc(bytes, 1);
    char what[64];
    /* Pages that nobody has written are all the same page of zeros, which is read from the cache. */
    for (long i = 0; i < bytes / 8; i++) x[i] = y[i] = i;
    snprintf(what, sizeof what, "MPI ping-pong %ld B", bytes);
    BEST(what, calls, 2, pingPong(x, y, bytes / 8));
    snprintf(what, sizeof what, "MPI Allreduce %ld B", bytes);
    BEST(what, calls, 1, MPI_Allreduce(x, y, bytes / 8, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD));
    snprintf(what, sizeof what, "MPI Allreduce of integers %ld B", bytes);
    BEST(what, calls, 1, MPI_Allreduce(x, y, bytes / 4, MPI_INT, MPI_SUM, MPI_COMM_WORLD));
    snprintf(what, sizeof what, "MPI Bcast %ld B", bytes);
    BEST(what, calls, 1, MPI_Bcast(x, bytes / 8, MPI_DOUBLE, 0, MPI_COMM_WORLD));
    /* Of these, `bytes` is what a rank has in all. */
    int size;
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    long part = bytes / 8 / size;
    snprintf(what, sizeof what, "MPI Alltoall %ld B", bytes);
    BEST(what, calls, 1, MPI_Alltoall(x, part, MPI_DOUBLE, y, part, MPI_DOUBLE, MPI_COMM_WORLD));
    snprintf(what, sizeof what, "MPI Gather %ld B", bytes);
    BEST(what, calls, 1, MPI_Gather(x, part, MPI_DOUBLE, y, part, MPI_DOUBLE, 0, MPI_COMM_WORLD));
    snprintf(what, sizeof what, "MPI Scatter %ld B", bytes);
    BEST(what, calls, 1, MPI_Scatter(x, part, MPI_DOUBLE, y, part, MPI_DOUBLE, 0, MPI_COMM_WORLD));
    snprintf(what, sizeof what, "MPI Allgather %ld B", bytes);
    BEST(what, calls, 1, MPI_Allgather(x, part, MPI_DOUBLE, y, part, MPI_DOUBLE, MPI_COMM_WORLD));
    free(x);
    free(y);
  }
  MPI_Finalize();
  return 0;
}
