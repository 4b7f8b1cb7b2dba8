import { fft, generate, map, param, sum, wtime } from "spmd";

const n = 1024, repeats = param("repeats", 5);
const a = generate([n, n], (i, j) => ({ re: (i * 3 + j * 7) % 11, im: (i + j * 5) % 13 }));

const seconds: number[] = [];
let f = fft(a, { axes: [1, 0] });
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  f = fft(a, { axes: [1, 0] });
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(map(f, (x) => Math.abs(x.re) + Math.abs(x.im), "f64")) }));
