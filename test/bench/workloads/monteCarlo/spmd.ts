import { param, random, sum, wtime, zipWith } from "spmd";

const n = 1 << 22, repeats = param("repeats", 5);

const seconds: number[] = [];
let pi = 0;
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  pi = (4 * sum(zipWith(random([n], { seed: 1 }), random([n], { seed: 2 }), (x, y) => x * x + y * y < 1))) / n;
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: pi }));
