import { generate, map, matvec, param, sum, wtime } from "spmd";

// A vector goes to everybody each step; its matrix stays.
const n = param("n", 900), steps = param("steps", 3), tries = param("tries", 150);
const a = generate([n, n], (i, j) => 1 / (i + j + 1));
let x = generate([n], (i) => 1 + i * 0), least = Infinity;
for (let t = 0; t < tries; t++) {
  const begin = wtime();
  for (let k = 0; k < steps; k++) x = map(matvec(a, x), (y) => y * 0.5);
  least = Math.min(least, (wtime() - begin) / steps);
}
console.log(JSON.stringify({ step_us: least * 1e6, check: sum(x) }));
