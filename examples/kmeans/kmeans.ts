import { add, map, param, random, scatter, toArray, zeros, zipWith } from "spmd";

// Points around four centres, found again by Lloyd's algorithm: each step assigns every point to its nearest centre and moves the centres to the means.
const n = param("n", 100_000), steps = param("steps", 10), k = 4;

const noiseX = random([n], { seed: 1, dist: "normal" }), noiseY = random([n], { seed: 2, dist: "normal" });
const x = map(noiseX, (e, i) => (i % 2) * 10 + e), y = map(noiseY, (e, i) => (i % 4 < 2 ? 0 : 10) + e);

let cx = [1, 8, 2, 12], cy = [1, 2, 8, 12];
for (let step = 0; step < steps; step++) {
  const [x0, x1, x2, x3] = cx as [number, number, number, number], [y0, y1, y2, y3] = cy as [number, number, number, number];
  const nearest = zipWith(x, y, (px, py) => {
    const d0 = (px - x0) ** 2 + (py - y0) ** 2, d1 = (px - x1) ** 2 + (py - y1) ** 2;
    const d2 = (px - x2) ** 2 + (py - y2) ** 2, d3 = (px - x3) ** 2 + (py - y3) ** 2;
    const best = Math.min(d0, d1, d2, d3);
    return best === d0 ? 0 : best === d1 ? 1 : best === d2 ? 2 : 3;
  }, "i32");
  const count = toArray(scatter(zeros([k]), nearest, map(x, () => 1), add));
  const sumX = toArray(scatter(zeros([k]), nearest, x, add)), sumY = toArray(scatter(zeros([k]), nearest, y, add));
  cx = Array.from(sumX, (s, c) => s / count[c]!);
  cy = Array.from(sumY, (s, c) => s / count[c]!);
}

export const centres = cx.map((px, c) => [px, cy[c]!]);
console.log(centres);
