import { generate, param, stencil, sum, zeros, zipWith } from "spmd";
import type { NDArray } from "spmd";

// Solves -Δu = f on a square with u = 0 at its edge, by conjugate gradients: a stencil instead of a matrix, two dot products a step.
const n = param("n", 64), tolerance = param("tolerance", 1e-10);

type Grid = NDArray<"f64", [number, number]>;
const dot = (a: Grid, b: Grid): number => sum(zipWith(a, b, (x, y) => x * y));
const apply = (u: Grid): Grid => stencil(u, (at) => 4 * at(0, 0) - at(-1, 0) - at(1, 0) - at(0, -1) - at(0, 1), { boundary: 0 });

// The solution x (1 - x) y (1 - y) is a polynomial for which the five-point stencil is exact.
const h = 1 / (n + 1), f = generate([n, n], (i, j) => {
  const x = (j + 1) * h, y = (i + 1) * h;
  return 2 * h * h * (x * (1 - x) + y * (1 - y));
});

let u: Grid = zeros([n, n]), r: Grid = f, p: Grid = f, rr = dot(r, r), steps = 0;
while (Math.sqrt(rr) > tolerance && steps < 10 * n) {
  const Ap = apply(p), alpha = rr / dot(p, Ap);
  u = zipWith(u, p, (x, d) => x + alpha * d);
  r = zipWith(r, Ap, (x, d) => x - alpha * d);
  const next = dot(r, r), beta = next / rr;
  p = zipWith(r, p, (x, d) => x + beta * d);
  rr = next;
  steps++;
}

const exact = generate([n, n], (i, j) => (j + 1) * h * (1 - (j + 1) * h) * (i + 1) * h * (1 - (i + 1) * h));
export const error = Math.sqrt(sum(zipWith(u, exact, (x, y) => (x - y) * (x - y))) / (n * n));
export { steps };
console.log(`${steps} steps, mean error ${error}`);
