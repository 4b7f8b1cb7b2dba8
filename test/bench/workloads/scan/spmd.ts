import { add, generate, param, scanAll, sum, wtime } from "spmd";

const n = 1 << 24, repeats = param("repeats", 5);
const a = generate([n], (i) => i % 10);

const seconds: number[] = [];
let s = generate([n], () => 0);
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  s = scanAll(a, add);
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(s) }));
