import { generate, param, sum, wtime } from "spmd";

const n = 1 << 24, repeats = param("repeats", 5);
const a = generate([n], (i) => i % 1000);

const seconds: number[] = [];
let check = 0;
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  check = sum(a);
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check }));
