import { generate, map, param, stencil, sum, zeros, zipWith } from "spmd";

// Parallel Research Kernels, stencil: a star of radius 2 that differentiates, over a grid that grows by one each time.
const n = param("n", 200), iterations = param("iterations", 10), radius = 2;

let grid = generate([n, n], (i, j) => i + j), out = zeros([n, n]);
for (let k = 0; k <= iterations; k++) {
  const star = stencil(grid, (at, i, j) =>
    i < radius || i >= n - radius || j < radius || j >= n - radius ? 0
      : (at(0, 1) - at(0, -1) + at(1, 0) - at(-1, 0)) / (2 * radius) + (at(0, 2) - at(0, -2) + at(2, 0) - at(-2, 0)) / (4 * radius));
  out = zipWith(out, star, (x, y) => x + y);
  grid = map(grid, (x) => x + 1);
}

export const norm = sum(map(out, (x) => Math.abs(x))) / (n - 2 * radius) ** 2;
export const expected = 2 * (iterations + 1);
console.log(Math.abs(norm - expected) <= 1e-8 ? "Solution validates" : `norm ${norm}, expected ${expected}`);
