import { fromArray, generate, map, monoid, param, random, read, reduceCols, toArray, zipWith } from "spmd";

// Points around four centres, found again by Lloyd's algorithm: each step assigns every point to its nearest centre and moves the centres to the means.
const n = param("n", 100_000), steps = param("steps", 10), k = 4;

const noiseX = random([n], { seed: 1, dist: "normal" }), noiseY = random([n], { seed: 2, dist: "normal" });
const x = map(noiseX, (e, i) => (i % 2) * 10 + e), y = map(noiseY, (e, i) => (i % 4 < 2 ? 0 : 10) + e);

/** How many points a centre has, and the sum of where they are. */
const together = monoid({ count: 0, x: 0, y: 0 }, (a, b) => ({ count: a.count + b.count, x: a.x + b.x, y: a.y + b.y }));

let cx = fromArray([1, 8, 2, 12]), cy = fromArray([1, 2, 8, 12]);
for (let step = 0; step < steps; step++) {
  const nearest = zipWith(x, y, (px, py) => {
    let best = 0, least = Infinity;
    for (let c = 0; c < k; c++) {
      const distance = (px - read(cx, c)) ** 2 + (py - read(cy, c)) ** 2;
      if (distance < least) [best, least] = [c, distance];
    }
    return best;
  }, "i32");
  // One row a point, one column a centre: of all that the ranks say to each other, this sum is the only thing.
  const clusters = reduceCols(generate([n, k], (i, c) => (read(nearest, i) === c ? { count: 1, x: read(x, i), y: read(y, i) } : { count: 0, x: 0, y: 0 })), together);
  [cx, cy] = [map(clusters, (s) => s.x / s.count), map(clusters, (s) => s.y / s.count)];
}

const [xs, ys] = [toArray(cx), toArray(cy)];
export const centres = Array.from(xs, (px, c) => [px, ys[c]]);
console.log(centres);
