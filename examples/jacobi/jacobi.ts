import { generate, param, stencil, sum, zipWith } from "spmd";

// Double sweeps of the mean of five points over the inside of two grids, each made from the other.
const n = param("n", 150), sweeps = param("sweeps", 49);

let A = generate([n, n], (i, j) => (i * (j + 2)) / n), B = generate([n, n], (i, j) => (i * (j + 3)) / n);
for (let t = 0; t < sweeps; t++) {
  const fromA = stencil(A, (at) => 0.2 * (at(0, 0) + at(0, -1) + at(0, 1) + at(1, 0) + at(-1, 0)));
  B = inside(fromA, B);
  const fromB = stencil(B, (at) => 0.2 * (at(0, 0) + at(0, -1) + at(0, 1) + at(1, 0) + at(-1, 0)));
  A = inside(fromB, A);
}

/** `inner` where the five points exist, else what stood there. */
function inside(inner: typeof A, edge: typeof A): typeof A {
  return zipWith(inner, edge, (x, old, i, j) => (i > 0 && i < n - 1 && j > 0 && j < n - 1 ? x : old));
}

export const sumA = sum(A), sumB = sum(B);
console.log(`sum of A ${sumA}, sum of B ${sumB}`);
