import { generate, param, sum, wtime } from "spmd";

const n = 20_000_000, step = 1 / n, repeats = param("repeats", 5);

const seconds: number[] = [];
let check = 0;
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  check = step * sum(generate([n], (i) => {
    const x = step * (i + 0.5);
    return 4 / (1 + x * x);
  }));
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check }));
