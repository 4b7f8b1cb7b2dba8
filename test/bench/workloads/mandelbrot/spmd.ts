import { generate, param, sum, wtime } from "spmd";

const w = 1024, h = 1000, maxit = param("maxit", 127), repeats = param("repeats", 5), dx = 3 / w, dy = 2 / h;

function escapeTime(cx: number, cy: number): number {
  let x = 0, y = 0, it = 0;
  while (x * x + y * y < 4 && it < maxit) {
    [x, y] = [x * x - y * y + cx, 2 * x * y + cy];
    it++;
  }
  return it;
}

const seconds: number[] = [];
let C = generate([h, w], () => 0, "i32");
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  C = generate([h, w], (i, j) => escapeTime(-2 + j * dx, -1 + i * dy), "i32");
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(C) }));
