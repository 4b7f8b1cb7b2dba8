import { generate, map, matvec, param, sum, zipWith } from "spmd";

// The largest eigenvalue of the symmetric matrix min(i, j) + 1: the matrix stays where it is, only vectors travel.
const n = param("n", 200), steps = param("steps", 60);
const a = generate([n, n], (i, j) => Math.min(i, j) + 1);

let x = generate([n], () => 1), lambda = 0;
for (let k = 0; k < steps; k++) {
  const y = matvec(a, x);
  lambda = sum(zipWith(x, y, (p, q) => p * q)) / sum(map(x, (p) => p * p));
  const length = Math.sqrt(sum(map(y, (p) => p * p)));
  x = map(y, (p) => p / length);
}

export const eigenvalue = lambda;
// 1 / (4 sin²(π / (4n + 2)))
export const exact = 1 / (4 * Math.sin(Math.PI / (4 * n + 2)) ** 2);
console.log(`largest eigenvalue ${eigenvalue}, exactly ${exact}`);
