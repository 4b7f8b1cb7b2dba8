import { generate, param, reduceAll, add, wtime } from "spmd";

// Two sums each step, the second of which needs the first.
const n = param("n", 400000), steps = param("steps", 3), tries = param("tries", 150);
const a = generate([n], (i) => (i % 97) / 97), b = generate([n], (i) => (i % 89) / 89);
let least = Infinity, total = 0;
for (let t = 0; t < tries; t++) {
  const begin = wtime();
  for (let k = 0; k < steps; k++) {
    const first = reduceAll(a, add);
    total += first > 0 ? reduceAll(b, add) : k;
  }
  least = Math.min(least, (wtime() - begin) / steps);
}
console.log(JSON.stringify({ step_us: least * 1e6, check: total }));
