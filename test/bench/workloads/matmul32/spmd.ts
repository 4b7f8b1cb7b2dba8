import { generate, matmul, param, sum, wtime, zeros } from "spmd";

const n = 1024, repeats = param("repeats", 5);
const a = generate([n, n], (i, j) => (i * 3 + j) % 11, "f32"), b = generate([n, n], (i, j) => (i + j * 5) % 7, "f32");

const seconds: number[] = [];
let c = zeros([n, n], "f32");
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  c = matmul(a, b);
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(c) }));
