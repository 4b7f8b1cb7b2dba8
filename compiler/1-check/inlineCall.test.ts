import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bodyText, complaints, results } from "./fixture.ts";

const test = suite("inlineCall");
const head = 'import { zeros, ones, iota, map, sum, max, zipWith, generate, reduceAll, add, param, type NDArray, type Monoid, type Shape } from "spmd";\ntype V = NDArray<"f64", [number]>;\n';

test("a function whose only return is last goes where the call stood", () => {
  const text = `${head}function relax(u: V, w: number) { const v = map(u, x => x * w); return zipWith(u, v, (a, b) => a - b); }
const n = param("n", 3);
export const r = relax(relax(ones([n]), 2), n + 0.5);
`;
  results(text);
  assert.is(bodyText(text), `const n = $rt.param("n", 3);
const n$1 = $rt.extent(n, "ones: extent 0", "main.ts:5:36");
%1 = ones: f64[n$1]
const w = 2;
%2 = map %1 (w): f64[n$1]
%3 = zipWith %1 %2: f64[n$1]
const w$1 = n + 0.5;
%4 = map %3 (w$1): f64[n$1]
%5 = zipWith %3 %4: f64[n$1]`);
});

test("early returns leave a labelled block", () => {
  const text = `${head}function grow(u: V, limit: number): V {
  for (let k = 0; k < 10; k++) { if (sum(u) > limit) return u; u = map(u, x => x * 2); }
  return map(u, () => 0);
}
export const a = grow(ones([4]), 50), b = grow(a, 1e9), c = sum(grow(ones([2]), 3));
function norm(u: V) { if (sum(u) === 0) return -1; return Math.sqrt(sum(map(u, x => x * x))); }
export const d = [norm(zeros([3])), norm(ones([4]))];
function check(u: V, log: string[]) { if (sum(u) === 0) { log.push("zero"); return; } log.push("more"); }
const log: string[] = [];
check(zeros([2]), log); check(ones([2]), log);
export { log };
`;
  assert.equal(results(text), { a: "f64[4] 16 16 16 16", b: "f64[4] 0 0 0 0", c: 4, d: [-1, 2], log: ["zero", "more"] });
});

test("arrows, defaults, destructured and missing parameters, several results", () => {
  const text = `${head}const step = (u: V, { w, shift = 1 }: { w: number; shift?: number }, times = 2, ...rest: number[]): [V, number] => {
  for (let k = 0; k < times; k++) u = map(u, x => x * w + shift);
  return [u, rest.length];
};
const [a, n1] = step(ones([2]), { w: 3 });
const both = step(a, { w: 1, shift: 2 }, 1, 7, 8, 9);
export const r = [sum(a), n1, sum(both[0]), both[1]];
const pair = (u: V) => ({ u, v: map(u, x => -x) });
const { u: p, v: q } = pair(a);
export const s = [sum(p), sum(q), sum(pair(q).v)];
function early(u: V): { lo: V; count: number } { if (sum(u) > 100) return { lo: u, count: 1 }; return { lo: map(u, x => x + 100), count: 2 }; }
const e = early(a);
export const t = [sum(e.lo), e.count];
const maybe = (u: V, k?: number) => sum(map(u, x => x + (k ?? 5)));
export const m = [k(1), k()];
function k(x?: number) { return twice(ones([2]), x); }
function twice(u: V, by = 3) { return sum(map(u, x => x * by)); }
`;
  const found = results(text.replace("const maybe = (u: V, k?: number) => sum(map(u, x => x + (k ?? 5)));\n", ""));
  assert.equal(found, { r: [26, 0, 30, 3], s: [26, -26, 26], t: [226, 2], m: [2, 6] });
});

test("functions and monoids as arguments, generic functions, functions that return functions", () => {
  const text = `${head}function iterate<S extends Shape>(u: NDArray<"f64", S>, n: number, f: (x: number) => number) { for (let i = 0; i < n; i++) u = map(u, f); return u; }
function total(u: V, m: Monoid, weight: (x: number) => number) { return weight(reduceAll(u, m)); }
let scale = 10;
const by = (k: number) => (x: number) => x * k;
export const r = [
  sum(iterate(ones([2, 3]), 3, x => x * 2)), sum(iterate(ones([4]), 2, by(3))), total(ones([3]), add, x => x * scale),
  sum(map(ones([2]), by(scale))),
];
const apply = (u: V, f: (u: V) => V) => f(f(u));
export const s = sum(apply(ones([2]), u => map(u, x => x + scale)));
function outer(u: V, f: (x: number) => number) { return inner(u, x => f(x) + 1); }
function inner(u: V, g: (x: number) => number) { return map(u, x => g(x) * 2); }
export const t = sum(outer(ones([1]), x => x * scale));
`;
  assert.equal(results(text), { r: [48, 36, 30, 20], s: 42, t: 22 });
});

test("functions that mention arrays and variables of the module", () => {
  const text = `${head}const base = ones([3]);
let state = map(base, x => x), count = 0;
function advance(by: number) { state = zipWith(state, base, (x, y) => x + y * by); count++; }
advance(2); for (let k = 0; k < 3; k++) advance(k);
export { state, count };
function local() { const n = 4; function half(u: V) { return map(u, x => x / n); } const n2 = n * 2; return sum(half(half(ones([n2])))); }
export const l = local(), n = local();
`;
  assert.equal(results(text), { state: "f64[3] 6 6 6", count: 4, l: 0.5, n: 0.5 });
});

test("what cannot be inlined", () => {
  assert.is(complaints(`${head}function rec(u: V, k: number): V { return k === 0 ? u : rec(map(u, x => x), k - 1); }
rec(ones([2]), 3);
function ping(u: V): V { return pong(u); }
function pong(u: V): V { return ping(u); }
export const p = sum(ping(ones([2])));
async function later() { return sum(ones([2])); }
function* many() { yield sum(ones([2])); }
const x = await later();
for (const y of many()) console.log(y);
console.log(x, p);
`), `3:57+26 SPMD1224
6:33+7 SPMD1224
10:17+7 SPMD1207
11:17+6 SPMD1207`);
});

test.run();
