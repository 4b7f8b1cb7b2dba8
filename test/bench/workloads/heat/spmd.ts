import { generate, param, stencil, sum, wtime } from "spmd";

const n = 2048, steps = 50, repeats = param("repeats", 5);

const seconds: number[] = [];
let u = generate([n, n], (i, j) => (i * 7 + j * 3) % 100);
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  for (let k = 0; k < steps; k++) u = stencil(u, (at) => (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)) / 4, { boundary: "clamp" });
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(u) }));
