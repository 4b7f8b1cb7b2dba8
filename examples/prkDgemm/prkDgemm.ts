import { generate, matmul, param, sum, zeros, zipWith } from "spmd";

// Parallel Research Kernels, dgemm: C += A B, again and again, with A[i][j] = B[i][j] = j.
const n = param("n", 100), iterations = param("iterations", 4);

const a = generate([n, n], (i, j) => j), b = generate([n, n], (i, j) => j);
let c = zeros([n, n]);
for (let k = 0; k <= iterations; k++) c = zipWith(c, matmul(a, b), (x, y) => x + y);

export const checksum = sum(c);
export const expected = 0.25 * n ** 3 * (n - 1) ** 2 * (iterations + 1);
console.log(Math.abs(checksum - expected) <= 1e-8 * expected ? "Solution validates" : `checksum ${checksum}, expected ${expected}`);
