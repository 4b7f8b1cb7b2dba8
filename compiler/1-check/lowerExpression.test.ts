import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bodyText, complaints, results } from "./fixture.ts";

const test = suite("lowerExpression");
const head = 'import { zeros, ones, iota, map, sum, max, min, zipWith, toArray, full, fromArray, add, reduceAll, monoid, type NDArray } from "spmd";\n';

test("what is evaluated before a lifted part and could change keeps its place", () => {
  const text = `${head}let k = 1;
const f = (x: number) => { k = k * 2 + x; return k; };
const a = iota(4);
function h(u: NDArray<"i32", [4]>) { k += 100; return sum(map(u, x => x + 1)); }
export const one = f(3) + Math.sqrt(sum(a)) + f(4) + k;
export const two = k + h(a) + k;
export const three = [k++, sum(a), k++, h(a), k];
k += h(a);
export const four = k;
const o = { k, s: sum(a), [\`k\${k}\`]: max(a) };
export { o };
`;
  results(text);
  assert.match(bodyText(text), /const \$t1 = f\(3\);\n%2 = sum %1: i?f?\d\d\[\]\n\$s1 = scalar %2\nconst one = \$t1 \+ Math.sqrt\(\$s1\) \+ f\(4\) \+ k;/);
});

test("reads of variables stay where nothing in between could change them", () => {
  assert.match(bodyText(`${head}let it = 0; const a = iota(3); it++; console.log("it", it, sum(a), it);`), /console.log\("it", it, \$s1, it\);/);
});

test("&&, ||, ?? and ?: evaluate what JavaScript evaluates", () => {
  const text = `${head}let calls: string[] = [];
const none = [1].find(x => x > 2);
const a = iota(5);
const s = (name: string, u: NDArray<"i32", [5]>) => { calls.push(name); return sum(u); };
export const r = [
  s("a", a) > 100 && s("b", a) > 0,
  s("c", a) > 1 && s("d", a) > 0,
  s("e", a) > 1 || s("f", a) > 0,
  s("g", a) > 100 || s("h", a) > 0,
  none ?? s("i", a),
  s("j", a) > 3 ? s("k", a) : s("l", a),
  s("m", a) > 300 ? 1 : 2,
];
export { calls };
let b = s("n", a) > 3 ? map(a, x => x * 2) : a;
b = b.shape[0] > 100 ? b : map(b, x => x + 1);
export { b };
if (s("o", a) > 3 && !(s("p", a) < 3)) calls.push("yes");
`;
  assert.equal(results(text).calls, ["a", "c", "d", "e", "g", "h", "i", "j", "k", "m", "n", "o", "p", "yes"]);
});

test("shape and dtype are host values", () => {
  const text = `${head}const a = zeros([3, 4]), b = fromArray([[1, 2], [3, 4]]);
const [rows, cols] = a.shape, s = b.shape;
export const r = [a.shape[0], a.shape.length, rows * cols, s[1], s.length, a.dtype, \`\${a.shape}\`];
export const c = zeros([a.shape[1], rows]), d = zeros(a.shape), e = full(s, 1);
`;
  results(text);
  assert.match(bodyText(text), /zeros: f64\[4, 3\]\n%4 = zeros: f64\[3, 4\]\n%5 = full: f64\[2, 2\]/);
});

test("results of effects are host values", () => {
  const text = `${head}const a = iota(4);
export const x = toArray(a)[2], y = [...toArray(map(a, v => v * 2))].reverse().join(), z = toArray(a).length;
const data = toArray(a);
export const w = data[data.length - 1];
`;
  assert.equal(results(text), { x: 2, y: "6,4,2,0", z: 4, w: 3 });
});

test("monoids and functions as values exist while compiling", () => {
  const text = `${head}const a = iota(5);
const longest = monoid(0, (x, y) => Math.max(x, y));
export const m = reduceAll(a, longest), s = reduceAll(a, add), t = reduceAll(a, (x, y) => x + y);
const double = (x: number) => x * 2;
export const d = sum(map(a, double)), host = double(4);
`;
  assert.equal(results(text), { m: 4, s: 10, t: 10, d: 20, host: 8 });
});

test("compound assignments read their target first", () => {
  const text = `${head}let x = 1; const a = iota(3); const o = { p: 5, q: [1, 2] };
function f(u: NDArray<"i32", [3]>) { x = 50; return sum(u); }
x += f(a); export const r1 = x;
x -= sum(a); export const r2 = x;
o.p *= sum(a); o.q[0] += sum(a); o.q[f(a) - 2] = max(a);
export { o };
`;
  assert.equal(results(text), { r1: 4, r2: 1, o: { p: 15, q: [4, 2] } });
});

test("an array where a value is needed", () => {
  assert.is(complaints(`${head}const a = iota(3);
JSON.stringify(a);
const n = (a as any) + 1;
const list: unknown[] = [];
list.push(a);
[1, 2].map(k => sum(map(a, x => x * k)));
new Map([[1, a]]);
const t = \`\${a}\`;
if (a) console.log(1);
`), `3:16+1 SPMD1206
4:11+10 SPMD1202
6:11+1 SPMD1206
7:12+28 SPMD1205
8:9+8 SPMD1203
9:14+1 SPMD1202
10:5+1 SPMD1202`);
});

test.run();
