import { generate, param, sort, sum, slice, wtime } from "spmd";

// A sample sort each step.
const n = param("n", 100000), steps = param("steps", 2), tries = param("tries", 10);
let a = generate([n], (i) => (i * 7919) % 100003), least = Infinity;
for (let t = 0; t < tries; t++) {
  const begin = wtime();
  for (let k = 0; k < steps; k++) a = sort(a, { descending: k % 2 === 0 });
  least = Math.min(least, (wtime() - begin) / steps);
}
console.log(JSON.stringify({ step_us: least * 1e6, check: sum(slice(a, [0, 10])) }));
