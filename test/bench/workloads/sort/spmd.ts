import { generate, map, param, sort, sum, wtime } from "spmd";

const n = 1 << 21, repeats = param("repeats", 5);
const a = generate([n], (i) => (Math.imul(i, -1640531535) >>> 0) - 2147483648);

const seconds: number[] = [];
let s = a;
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  s = sort(a);
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(map(s, (x, i) => x * i)) }));
