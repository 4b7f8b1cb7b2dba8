import { generate, param, sum, wtime, zipWith } from "spmd";

const n = 1 << 24, s = 3, repeats = param("repeats", 5);
const b = generate([n], (i) => i % 1000), c = generate([n], (i) => i % 7);

const seconds: number[] = [];
let a = generate([n], () => 0);
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  a = zipWith(b, c, (x, y) => x + s * y);
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(a) }));
