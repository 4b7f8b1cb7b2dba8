import { filled } from "../../common/parts.mjs";

/** Columns follow rows: not for several workers. */
export const alone = true;

const n = 1024, cos = new Float64Array(n / 2).map((_, k) => Math.cos((-2 * Math.PI * k) / n)), sin = new Float64Array(n / 2).map((_, k) => Math.sin((-2 * Math.PI * k) / n));

/** Stockham's method by twos; `x` and `y` are pairs of real and imaginary parts. */
function transform(x, y) {
  for (let m = n / 2, s = 1; m >= 1; m /= 2, s *= 2) {
    const [xr, xi] = x, [yr, yi] = y;
    for (let p = 0; p < m; p++) for (let q = 0, wr = cos[p * s], wi = sin[p * s]; q < s; q++) {
      const a = q + s * p, b = a + s * m, to = q + 2 * s * p, dr = xr[a] - xr[b], di = xi[a] - xi[b];
      yr[to] = xr[a] + xr[b];
      yi[to] = xi[a] + xi[b];
      yr[to + s] = dr * wr - di * wi;
      yi[to + s] = dr * wi + di * wr;
    }
    [x, y] = [y, x];
  }
  return x;
}

export function part() {
  const make = (f) => filled(n * n, 0, 1, (k) => f(Math.floor(k / n), k % n)), a = [make((i, j) => (i * 3 + j * 7) % 11), make((i, j) => (i + j * 5) % 13)], result = [new Float64Array(n * n), new Float64Array(n * n)];
  const pair = () => [new Float64Array(n), new Float64Array(n)], x = pair(), y = pair();
  return {
    once() {
      for (const [from, across, along] of [[a, n, 1], [result, 1, n]]) for (let line = 0; line < n; line++) {
        for (let k = 0, at = line * across; k < n; k++, at += along) for (const part of [0, 1]) x[part][k] = from[part][at];
        const done = transform(x, y);
        for (let k = 0, at = line * across; k < n; k++, at += along) for (const part of [0, 1]) result[part][at] = done[part][k];
      }
    },
    check: () => result[0].reduce((s, re, k) => s + Math.abs(re) + Math.abs(result[1][k]), 0),
  };
}
