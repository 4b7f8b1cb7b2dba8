import { generate, param, stencil, sum, wtime, zeros, zipWith } from "spmd";
import type { NDArray } from "spmd";

const m = 1024, steps = 50, h = 1 / (m + 1), repeats = param("repeats", 5);

type Grid = NDArray<"f64", [number, number]>;
const dot = (a: Grid, b: Grid): number => sum(zipWith(a, b, (x, y) => x * y));

const seconds: number[] = [];
let u: Grid = zeros([m, m]);
for (let k = 0; k < repeats; k++) {
  const start = wtime();
  u = zeros([m, m]);
  let r: Grid = generate([m, m], (i, j) => {
    const x = (j + 1) * h, y = (i + 1) * h;
    return 2 * h * h * (x * (1 - x) + y * (1 - y));
  });
  let p: Grid = r, rr = dot(r, r);
  for (let step = 0; step < steps; step++) {
    const Ap = stencil(p, (at) => 4 * at(0, 0) - at(-1, 0) - at(1, 0) - at(0, -1) - at(0, 1), { boundary: 0 }), alpha = rr / dot(p, Ap);
    u = zipWith(u, p, (x, d) => x + alpha * d);
    r = zipWith(r, Ap, (x, d) => x - alpha * d);
    const next = dot(r, r), beta = next / rr;
    p = zipWith(r, p, (x, d) => x + beta * d);
    rr = next;
  }
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: sum(u) }));
