import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bodyText, complaints, results } from "./fixture.ts";

const test = suite("lowerLoops");
const head = 'import { zeros, ones, iota, map, sum, max, zipWith, full, cast, param, type NDArray } from "spmd";\n';

test("for, do, for-of, for-in, labels, break and continue", () => {
  const text = `${head}let p = ones([3]);
const log: unknown[] = [];
for (let i = 0, j = 10; i < j; i += 3, j--) { if (i === 3) continue; p = map(p, x => x + i * j); log.push([i, j]); }
outer: for (const x of [1, 2, 3]) {
  for (const y of [1, 2, 3]) {
    if (y === 2) continue outer;
    if (x === 3) break outer;
    p = map(p, e => e + x * y);
  }
}
let k = 0;
do { p = map(p, x => x - 1); if (++k > 3) break; if (k === 2) continue; log.push(k); } while (sum(p) > 3);
for (const key in { a: 1, b: 2 }) { p = map(p, x => x + key.length); log.push(key); }
for (const [name, { v }] of [["x", { v: 1 }], ["y", { v: 2 }]] as const) { p = map(p, x => x * v); log.push(name); }
let z = 0;
for (z of [5, 6]) p = map(p, x => x + z);
for (let w of [1, 2]) { w *= 2; p = map(p, x => x + w); }
for (;;) { p = map(p, x => x + 1); if (sum(p) > 100) break; }
blocked: { p = map(p, x => x + 0.5); if (k > 2) break blocked; p = map(p, x => x + 100); }
while (max(p) > 10) p = map(p, x => x / 2);
export { p, log, k };
export const last = z;
`;
  results(text);
});

test("switch with arrays: fall through, default in the middle, no match", () => {
  const text = `${head}const log: number[] = [];
let p = ones([2]);
for (const n of [0, 1, 2, 3, 7]) {
  switch (n) {
    case 1: p = map(p, x => x + 1);
    case 2: p = map(p, x => x * 3); break;
    default: p = map(p, x => x - 1);
    case 7: p = map(p, x => x + 10); if (n === 7) break; log.push(n);
  }
  switch (n) { case 2: p = map(p, x => -x); continue; case 99: p = ones([2]); }
  log.push(sum(p));
}
export { log };
`;
  results(text);
});

test("a loop over a list of arrays is unrolled", () => {
  const text = `${head}const a = ones([2]), b = iota(3), log: number[] = [];
for (const u of [ones([2]), full([2], 5), full([2], 7)]) { if (sum(u) === 2) continue; log.push(sum(u)); if (sum(u) > 9) break; }
export { log };
`;
  assert.equal(results(text), { log: [10] });
});

test("an array variable may be swapped with another, and change its shape", () => {
  const text = `${head}let u = zeros([3]), v = ones([3]);
for (let i = 0; i < 3; i++) [u, v] = [v, map(u, x => x + i)];
export { u, v };
let g: NDArray<"f64", [number]> = ones([2]);
while (g.shape[0] < 20) g = full([g.shape[0] * 2], sum(g));
export { g };
export const n = g.shape[0];
let late: NDArray<"f64", [2]>;
if (n > 3) late = ones([2]); else late = zeros([2]);
export const l = sum(late);
`;
  assert.equal(results(text).n, 32);
  assert.match(bodyText(text), /extent/);
});

test("the loop's variable is copied for kernels", () => {
  assert.match(bodyText(`${head}let p = ones([3]);\nfor (let k = 0; k < 3; k++) p = map(p, x => x + k);`), /const k\$1 = k;\n  %3 = map %2 \(k\$1\): f64\[3\]\n  write p = %3\nstep\n  k\+\+;/);
});

test("mistakes", () => {
  assert.is(complaints(`${head}const fs: (() => number)[] = [];
let p = ones([3]);
for (let k = 0; k < 3; k++) { p = map(p, x => x + k); fs.push(() => k); }
try { p = map(p, x => x); } catch {}
for (const x of p) console.log(x);
let q: NDArray<"f64", [number]>;
if (fs.length > 99) { q = p; }
`), `4:63+7 SPMD1225
5:1+36 SPMD1208
6:17+1 TS2488`);
});

test.run();
