// Programs of operators that move elements, in all the ways to run them.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { disagreement } from "./differential/ways.ts";

const test = suite("moves");

const programs: { readonly [name: string]: string } = {
  "pieces of arrays": `
import { broadcastTo, concat, flip, generate, pad, param, permute, reshape, slice, sum, tile, zipWith } from "spmd";
const n = param("n", 37), from = param("from", 3);
const a = generate([n, 4], (i, j) => i * 10 + j), v = generate([n], i => Math.sqrt(i));
export const part = slice(a, [from, -from, 2], [null, null, -1]);
export const edges = pad(v, [[from, 2]], { boundary: "reflect" });
export const differences = zipWith(slice(v, [1]), slice(v, [0, -1]), (x, y) => x - y);
export const joined = concat(flip(v), slice(v, [0, 5]), edges);
export const scaled = zipWith(a, broadcastTo(reshape(v, [n, 1]), [n, 4]), (x, y) => x * y);
export const total = sum(permute(tile(reshape(a, [n, 2, 2]), [2, 1, 3]), [2, 0, 1]));
let w = v;
while (w.shape[0] > 2) w = concat(slice(w, [0, 1]), slice(w, [3]));
export { w };`,
  "loops across their inputs, a few columns at a time": `
import { generate, map, param, permute, sum, transpose, zipWith } from "spmd";
const n = param("n", 203), m = param("m", 150);
const a = generate([n, m], (i, j) => i * 3 + j * j), c = generate([n, 9, m], (i, k, j) => i - k * j, "i32");
export const turned = map(transpose(a), (x, i, j) => x * (i + 1) - j), both = zipWith(transpose(a), generate([m, n], (i, j) => i - j), (x, y) => x + y);
export const deep = permute(c, [2, 1, 0]), bytes = transpose(map(a, (x) => Math.floor(x) % 7, "u8")), total = sum(turned);`,
  "parts read in place": `
import { add, broadcastTo, flip, generate, map, param, permute, read, reduceCols, reduceRows, scanAll, slice, sum, zipWith } from "spmd";
const n = param("n", 300), k = param("k", 3);
const v = generate([n], i => Math.sqrt(i)), u = generate([n, 37], (i, j) => (i * 7 + j * 3) % 11 + i / 8);
export const differences = zipWith(slice(v, [1]), slice(v, [0, -1]), (x, y) => x - y);
export const five = zipWith(slice(u, [1, -1], [1, -1]), slice(u, [0, -2], [1, -1]), slice(u, [2], [1, -1]), slice(u, [1, -1], [2]), (c, a, b, e) => a + b + e - 3 * c);
export const mirrored = map(flip(map(u, x => x * 2), [0]), (x, i, j) => x + i - j);
export const total = sum(slice(u, [null, null, 2], [k])), last = sum(slice(v, [-5])), few = sum(slice(v, [k, -k, 3]));
export const crossed = map(u, (x, i, j) => x - read(u, i, k) * read(u, k, j) + read(v, n - 1));
export const rows = reduceRows(zipWith(slice(u, [null, null, -2]), slice(u, [null, null, -2]), (x, y) => x * y), add);
export const columns = reduceCols(map(slice(u, [], [5, null, 4]), x => x / 3), add);
export const prefixes = scanAll(slice(permute(u, [1, 0]), [30, 2, -3], [k, -1]), add);
export const twice = slice(slice(slice(u, [2]), [null, null, -1]), [1, -1, 2], [3]);
let w = u;
for (let t = 0; t < 3; t++) w = zipWith(w, broadcastTo(map(v, x => x), [37, n]).shape[0] === 37 ? map(w, (x, i, j) => read(w, i, t + 1)) : w, (x, y) => x - y / 2);
export { w };
let m = generate([24, 24], (i, j) => (i === j ? 30 : 1 / (1 + i + j)));
for (let p = 0; p < 23; p++) m = map(m, (x, i, j) => (i > p && j >= p ? x - (read(m, i, p) / read(m, p, p)) * read(m, p, j) : x));
export { m };
const empty = slice(v, [n]), none = slice(u, [4, 2], [1]);
export const nothing = sum(empty) + sum(map(none, x => x + 1));`,
  "indices and order": `
import { add, argsort, compress, filter, fromArray, gather, generate, histogram, map, max, param, scatter, sort, sortBy, sum, topk, zeros } from "spmd";
const n = param("n", 301);
const x = generate([n], i => ((i * 7919) % 1009) / 8 - 50), bins = map(x, v => Math.floor((v + 50) / 16), "i32");
export const counts = histogram(bins, 8);
export const sums = scatter(zeros([8]), bins, x, add);
export const largest = scatter(zeros([8]), bins, x, max);
export const positive = filter(x, v => v > 0);
export const mean = sum(positive) / positive.shape[0];
export const chosen = compress(bins, map(x, (v, i) => i % 5 === 0));
export const ordered = sort(x), order = argsort(x, { descending: true }), best = topk(x, 5);
export const byBin = sortBy(bins, x);
export const again = gather(x, argsort(x));
export const few = gather(fromArray([[1, 2], [3, 4], [5, 6]]), fromArray([2, -1, 0], "i32"));`,
};

for (const [name, text] of Object.entries(programs)) test(name, async () => assert.is(await disagreement({ "main.ts": text }, [2, 5]), undefined));

test.run();
