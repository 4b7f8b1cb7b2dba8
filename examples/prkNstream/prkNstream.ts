import { full, param, sum, zeros, zipWith } from "spmd";

// Parallel Research Kernels, nstream: A += B + s C, again and again; what counts is how fast memory is.
const n = param("n", 100_000), iterations = param("iterations", 10), s = 3;

let a = zeros([n]);
const b = full([n], 2), c = full([n], 2);
for (let k = 0; k <= iterations; k++) a = zipWith(a, b, c, (x, y, z) => x + y + s * z);

export const checksum = sum(a);
export const expected = 8 * (iterations + 1) * n;
console.log(checksum === expected ? "Solution validates" : `checksum ${checksum}, expected ${expected}`);
