import { generate, map, param, reduceAll, max, transpose, zeros, zipWith } from "spmd";

// Parallel Research Kernels, transpose: B += A^T; A += 1, again and again; what counts is how fast all ranks exchange with all.
const n = param("n", 200), iterations = param("iterations", 10);

let a = generate([n, n], (i, j) => i * n + j), b = zeros([n, n]);
for (let k = 0; k <= iterations; k++) {
  b = zipWith(b, transpose(a), (x, y) => x + y);
  a = map(a, (x) => x + 1);
}

// Each of the iterations + 1 additions found A greater by one.
const added = (iterations * (iterations + 1)) / 2;
export const error = reduceAll(map(b, (x, i, j) => Math.abs(x - ((iterations + 1) * (j * n + i) + added))), max);
console.log(error === 0 ? "Solution validates" : `greatest error ${error}`);
