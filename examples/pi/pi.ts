import { generate, param, sum } from "spmd";

// The integral of 4 / (1 + x²) from 0 to 1 by the midpoint rule.
const n = param("n", 1_000_000), step = 1 / n;

export const pi = step * sum(generate([n], (i) => {
  const x = step * (i + 0.5);
  return 4 / (1 + x * x);
}));
console.log(`pi is approximately ${pi}, error ${Math.abs(pi - Math.PI)}`);
