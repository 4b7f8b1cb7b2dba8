import { generate, imshow, max, param, reduceAll, stencil, zipWith } from "spmd";

// A square plate with a hot edge: each step replaces every point by the mean of its neighbours, until no point changes by more than `tolerance`.
const n = param("n", 64), tolerance = param("tolerance", 1e-3);

let u = generate([n, n], (i) => (i === 0 ? 100 : 0));
let change = Infinity, steps = 0;
while (change > tolerance) {
  const next = stencil(u, (at, i, j) =>
    i === 0 || i === n - 1 || j === 0 || j === n - 1 ? at(0, 0) : (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)) / 4);
  change = reduceAll(zipWith(next, u, (a, b) => Math.abs(a - b)), max);
  u = next;
  steps++;
}

export { steps, u };
console.log(`${steps} steps, last change ${change}`);
imshow(u, { colormap: "inferno", file: "heat.png" });
