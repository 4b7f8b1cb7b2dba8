import { add, generate, param, reduceAll, zipWith } from "spmd";

const n = param("n", 1_000_000);
const a = generate([n], (i) => i % 1000), b = generate([n], (i) => 1 / (1 + (i % 7)));

export const product = reduceAll(zipWith(a, b, (x, y) => x * y), add);
export const norm = Math.sqrt(reduceAll(zipWith(a, a, (x, y) => x * y), add));
console.log(`a . b = ${product}, |a| = ${norm}`);
