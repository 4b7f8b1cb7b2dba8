import { generate, histogram, map, param, sum, wtime, zeros } from "spmd";

const n = 1 << 24, bins = 256, repeats = param("repeats", 5);
const a = generate([n], (i) => ((i * 37) % 1009) % bins, "i32");

const seconds: number[] = [];
let counts = zeros([bins], "i32");
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  counts = histogram(a, bins);
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(map(counts, (c, b) => c * b, "f64")) }));
