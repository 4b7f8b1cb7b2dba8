/* Mandelbrot by hand: AVX-512, 8 points a vector, 4 vectors at a time, rows dealt out to threads (cc -O3 -march=native -pthread). mandelbrot512 REPEATS THREADS. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef double doubles __attribute__((vector_size(64)));
typedef long longs __attribute__((vector_size(64)));
enum { w = 1024, h = 1000, maxit = 127, U = 4 };
static int c[h][w], threads;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void *rows(void *begin) {
  for (int i = (int)(long)begin; i < h; i += threads) {
    const double cy = -1 + i * (2.0 / h);
    for (int j = 0; j < w; j += 8 * U) {
      doubles cx[U], x[U], y[U];
      longs steps[U];
      for (int u = 0; u < U; u++) {
        for (int k = 0; k < 8; k++) cx[u][k] = -2 + (j + u * 8 + k) * (3.0 / w);
        x[u] = y[u] = (doubles){ 0 };
        steps[u] = (longs){ 0 };
      }
      for (int it = 0; it < maxit; it++) {
        longs any = { 0 };
        for (int u = 0; u < U; u++) {
          doubles xx = x[u] * x[u], yy = y[u] * y[u], xy = x[u] * y[u], nextX = xx - yy + cx[u], nextY = xy + xy + cy;
          longs inside = xx + yy < 4.0;
          steps[u] -= inside;
          any |= inside;
          x[u] = (doubles)(((longs)nextX & inside) | ((longs)x[u] & ~inside));
          y[u] = (doubles)(((longs)nextY & inside) | ((longs)y[u] & ~inside));
        }
        long some = 0;
        for (int k = 0; k < 8; k++) some |= any[k];
        if (!some) break;
      }
      for (int u = 0; u < U; u++) for (int k = 0; k < 8; k++) c[i][j + u * 8 + k] = (int)steps[u][k];
    }
  }
  return 0;
}

int main(int count, char **words) {
  int repeats = atoi(words[1]);
  threads = atoi(words[2]);
  printf("{\"seconds\":[");
  for (int r = 0; r < repeats; r++) {
    pthread_t other[64];
    double start = now();
    for (long t = 1; t < threads; t++) pthread_create(&other[t], 0, rows, (void *)t);
    rows(0);
    for (long t = 1; t < threads; t++) pthread_join(other[t], 0);
    printf("%s%.9f", r ? "," : "", now() - start);
  }
  long all = 0;
  for (int i = 0; i < h; i++) for (int j = 0; j < w; j++) all += c[i][j];
  printf("],\"check\":%ld}\n", all);
}
