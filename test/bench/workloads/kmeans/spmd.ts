import { generate, map, param, sum, wtime, zipWith } from "spmd";
import type { NDArray } from "spmd";

const n = 1 << 20, steps = 10, repeats = param("repeats", 5);
type List<D extends "f64" | "i32"> = NDArray<D, [number]>;
const x: List<"f64"> = generate([n], (i) => (i % 2) * 10 + ((i * 37) % 1009) / 300), y: List<"f64"> = generate([n], (i) => (i % 4 < 2 ? 0 : 10) + ((i * 53) % 1013) / 300);

const counted = (nearest: List<"i32">, c: number): number => sum(map(nearest, (k) => (k === c ? 1 : 0)));
const added = (a: List<"f64">, nearest: List<"i32">, c: number): number => sum(zipWith(a, nearest, (v, k) => (k === c ? v : 0)));

const seconds: number[] = [];
let cx = [0], cy = [0];
for (let r = 0; r < repeats; r++) {
  const start = wtime();
  cx = [1, 8, 2, 12];
  cy = [1, 2, 8, 12];
  for (let step = 0; step < steps; step++) {
    const [x0, x1, x2, x3] = cx as [number, number, number, number], [y0, y1, y2, y3] = cy as [number, number, number, number];
    const nearest = zipWith(x, y, (px, py) => {
      const d0 = (px - x0) ** 2 + (py - y0) ** 2, d1 = (px - x1) ** 2 + (py - y1) ** 2, d2 = (px - x2) ** 2 + (py - y2) ** 2, d3 = (px - x3) ** 2 + (py - y3) ** 2;
      const best = Math.min(d0, d1, d2, d3);
      return best === d0 ? 0 : best === d1 ? 1 : best === d2 ? 2 : 3;
    }, "i32");
    // All sums at once: one pass over the points.
    const sums = [
      counted(nearest, 0), counted(nearest, 1), counted(nearest, 2), counted(nearest, 3), added(x, nearest, 0), added(x, nearest, 1), added(x, nearest, 2), added(x, nearest, 3),
      added(y, nearest, 0), added(y, nearest, 1), added(y, nearest, 2), added(y, nearest, 3),
    ];
    cx = [0, 1, 2, 3].map((c) => sums[4 + c]! / sums[c]!);
    cy = [0, 1, 2, 3].map((c) => sums[8 + c]! / sums[c]!);
  }
  seconds.push(wtime() - start);
}
console.log(JSON.stringify({ seconds, check: cx.reduce((s, v, c) => s + (c + 1) * (v + cy[c]!), 0) }));
