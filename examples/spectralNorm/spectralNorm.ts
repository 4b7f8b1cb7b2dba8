import { generate, matvec, param, sum, transpose, zipWith } from "spmd";

// The largest singular value of the infinite matrix a[i][j] = 1 / ((i + j)(i + j + 1) / 2 + i + 1), cut off at n, by ten double power steps.
const n = param("n", 100);
const a = generate([n, n], (i, j) => 1 / (((i + j) * (i + j + 1)) / 2 + i + 1));
const at = transpose(a);

let u = generate([n], () => 1), v = u;
for (let step = 0; step < 10; step++) {
  v = matvec(at, matvec(a, u));
  u = matvec(at, matvec(a, v));
}
const uv = sum(zipWith(u, v, (x, y) => x * y)), vv = sum(zipWith(v, v, (x, y) => x * y));

export const norm = Math.sqrt(uv / vv);
console.log(norm.toFixed(9));
