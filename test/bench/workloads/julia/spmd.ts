import { generate, param, sum, wtime } from "spmd";

const w = 1024, h = 1000, maxit = param("maxit", 127), repeats = param("repeats", 5);

function escapeTime(x0: number, y0: number): number {
  let x = x0, y = y0, it = 0;
  while (it < maxit) {
    const x2 = x * x, y2 = y * y;
    if (x2 + y2 > 4) break;
    y = 2 * x * y + 0.27015;
    x = x2 - y2 - 0.7;
    it++;
  }
  return it;
}

const seconds: number[] = [];
let J = generate([h, w], () => 0, "i32");
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  J = generate([h, w], (i, j) => escapeTime(-1.6 + j * (3.2 / w), -1.2 + i * (2.4 / h)), "i32");
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(J) }));
