import { generate, param, sum, transpose, wtime, zipWith } from "spmd";

// All to all each step.
const n = param("n", 600), steps = param("steps", 2), tries = param("tries", 100);
let a = generate([n, n], (i, j) => i - 2 * j), least = Infinity;
for (let t = 0; t < tries; t++) {
  const begin = wtime();
  // spmd-ignore SPMD3001
  for (let k = 0; k < steps; k++) a = zipWith(a, transpose(a), (x, y) => (x + y) / 2);
  least = Math.min(least, (wtime() - begin) / steps);
}
console.log(JSON.stringify({ step_us: least * 1e6, check: sum(a) }));
