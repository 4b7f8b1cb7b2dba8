// Arrays that take the place of others: what a slot holds is overwritten where nobody reads it any more, and nowhere else.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { disagreement } from "./differential/ways.ts";

const test = suite("in place");

const programs: { readonly [name: string]: string } = {
  "updates of several arrays, which share their first value": `
import { generate, map, param, stencil, sum, zipWith } from "spmd";
const n = param("n", 211), m = param("m", 77);
let u = generate([n, m], (i, j) => Math.sqrt(i + j)), r = map(u, (x) => x / 3), p = r, q = p;
let total = 0;
for (let step = 0; step < 5; step++) {
  const Ap = stencil(p, (at) => 4 * at(0, 0) - at(-1, 0) - at(1, 0) - at(0, -1) - at(0, 1), { boundary: 0 }), alpha = 1 / (7 + step);
  u = zipWith(u, p, (x, d) => x + alpha * d);
  r = zipWith(r, Ap, (x, d) => x - alpha * d);
  total += sum(zipWith(r, r, (x, y) => x * y));
  p = zipWith(r, p, (x, d) => x + d / 8);
  if (step === 2) q = p;
}
export { u, r, p, q, total };`,
  "old values that are still wanted": `
import { flip, generate, map, param, scanAll, slice, sum, zipWith, add } from "spmd";
const n = param("n", 333);
let a = generate([n], (i) => i % 17), b = generate([n], (i) => i / 3), first = a, kept = 0;
for (let step = 0; step < 4; step++) {
  const old = a;
  a = map(a, (x, i) => x * 2 + i);
  kept += sum(zipWith(old, a, (x, y) => x - y / 4));
  b = zipWith(b, flip(b), (x, y) => x - y / 2);
  b = zipWith(b, slice(b, [0, n]), (x, y) => x + y);
  const before = b;
  b = scanAll(map(b, (x) => x / 2), add);
  if (step === 1) first = before;
}
export { a, b, first, kept };`,
  "scans of what is overwritten": `
import { add, generate, map, param, scanAll, scanCols } from "spmd";
const n = param("n", 11), m = param("m", 140);
let v = generate([n, m], (i, j) => i + j / 8), w = v;
for (let k = 0; k < 2; k++) {
  v = map(v, (x, i) => x + i);
  v = scanCols(v, add);
  w = scanAll(w, add);
}
v = scanCols(v, add);
export { v, w };`,
  "other dtypes, one value for two names, and loops that are left": `
import { generate, map, param, sum, zipWith } from "spmd";
const n = param("n", 129);
let bytes = generate([n], (i) => i, "u8"), flags = generate([n], (i) => i % 3 === 0), single = generate([n], (i) => i / 7, "f32"), steps = 0;
for (;;) {
  bytes = map(bytes, (x) => x * 3 + 1, "u8");
  flags = zipWith(flags, bytes, (f, x) => f !== x > 100);
  single = map(single, (x) => Math.fround(x * 1.25));
  const twice = map(single, (x) => x + x, "f32");
  steps++;
  if (sum(twice) > 1e4) break;
  single = zipWith(twice, single, (x, y) => x - y / 2, "f32");
}
export { bytes, flags, single, steps };`,
};

for (const [name, text] of Object.entries(programs)) test(name, async () => assert.is(await disagreement({ "main.ts": text }, [2, 3]), undefined));

test.run();
