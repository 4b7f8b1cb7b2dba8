import { generate, imshow, max, param, reduceAll, stencil, zipWith } from "spmd";

// A drop falls into a square pool: the wave equation by central differences, two time levels kept.
const n = param("n", 200), steps = param("steps", 300), frames = param("frames", 6), c2 = 0.25;

let before = generate([n, n], (i, j) => {
  const y = i - n / 3, x = j - n / 2;
  return Math.exp(-(x * x + y * y) / 40);
});
let now = before;
for (let t = 0; t < steps; t++) {
  const laplacian = stencil(now, (at) => at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1) - 4 * at(0, 0), { boundary: 0 });
  const next = zipWith(now, before, laplacian, (u, old, l) => 2 * u - old + c2 * l);
  before = now;
  now = next;
  const frame = ((t + 1) * frames) / steps;
  if (Number.isInteger(frame)) imshow(now, { colormap: "rdBu", file: `wave${frame}.png`, scale: 2, vmin: -0.2, vmax: 0.2 });
}

export { now as height };
export const highest = reduceAll(now, max);
console.log(`highest point after ${steps} steps: ${highest}`);
