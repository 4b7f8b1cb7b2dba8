import { generate, param, stencil, sum, wtime } from "spmd";

const m = 4096, repeats = param("repeats", 5);
const a = generate([m, m], (i, j) => (i * 7 + j * 13) % 251, "u8");

const seconds: number[] = [];
let b = a;
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  b = stencil(a, (at) => (at(-1, -1) + 2 * at(-1, 0) + at(-1, 1) + 2 * at(0, -1) + 4 * at(0, 0) + 2 * at(0, 1) + at(1, -1) + 2 * at(1, 0) + at(1, 1)) >> 4, { boundary: "clamp" });
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(b) }));
