import { count, generate, map, matvec, param, sum, toArray, transpose, zeros, zipWith } from "spmd";

// Which of two classes a point belongs to, learnt from examples by gradient descent: the probability is 1 / (1 + exp(-w . x)).
const n = param("n", 20_000), steps = param("steps", 200), rate = 2;

// Four features between -1 and 1 and a constant; the class is told by a plane, and wrong for one point in fifty.
const features = generate([n, 5], (i, j) => (j === 4 ? 1 : ((((i + 1) * (2 * j + 3) * 7919) % 10007) / 10007) * 2 - 1));
const plane = generate([5], (j) => (j === 0 ? 3 : j === 1 ? -2 : j === 2 ? 1 : j === 3 ? 0.5 : 0.25));
const classes = map(matvec(features, plane), (s, i) => (s > 0) !== (i % 50 === 7) ? 1 : 0);

let weights = zeros([5]);
for (let step = 0; step < steps; step++) {
  const probability = map(matvec(features, weights), (s) => 1 / (1 + Math.exp(-s)));
  const gradient = matvec(transpose(features), zipWith(probability, classes, (p, y) => p - y));
  weights = zipWith(weights, gradient, (w, g) => w - (rate / n) * g);
}

const scores = matvec(features, weights);
export const loss = sum(zipWith(scores, classes, (s, y) => Math.log1p(Math.exp(-Math.abs(s))) + Math.max(s, 0) - s * y)) / n;
export const accuracy = count(zipWith(scores, classes, (s, y) => s > 0 === (y === 1))) / n;
export { weights };
console.log(`weights ${toArray(weights)}, loss ${loss}, ${100 * accuracy} % right`);
