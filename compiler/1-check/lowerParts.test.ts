import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bodyText, complaints, results } from "./fixture.ts";

const test = suite("lowerParts");
const head = 'import { ones, zeros, generate, map, zipWith, sum, max, param, type NDArray } from "spmd";\n';

test("a state of several arrays, carried through a loop", () => {
  const text = `${head}type Grid = NDArray<"f64", [number, number]>;
interface State { u: Grid; v: Grid; t: number }
const n = param("n", 4);
function init(): State { return { u: generate([n, n], (i, j) => i + j), v: generate([n, n], (i, j) => i - j), t: 0 }; }
const step = ({ u, v, t }: State): State => ({ u: zipWith(u, v, (a, b) => a + b), v: u, t: t + 1 });
let s = init();
const first = s;
for (let k = 0; k < 3; k++) { const before = s; s = step(s); if (s.t === 2) s = { u: before.v, v: before.u, t: before.t + 10 }; }
export const r = [sum(s.u), max(s.v), s.t, sum(first.u), first.t];
`;
  results(text);
  assert.match(bodyText(text), /let s\$t;\nwrite s\$u = %1\nwrite s\$v = %2\ns\$t = /);
});

test("nested lists and objects, taken apart in any way", () => {
  const text = `${head}const pair = (k: number) => [ones([k]), { inner: [zeros([k]), k] as const, name: "p" + k }] as const;
const [a, { inner: [z, k], name }] = pair(3), p = pair(2);
export const r = [sum(a), sum(z), k, name, sum(p[0]), p[1].inner[1], p[1]["name"], p.length];
let [x, y] = [ones([2]), zeros([2])];
[x, y] = [y, map(x, e => e + 1)];
export { x, y };
function swap(q: [typeof x, typeof x], times: number) { for (let i = 0; i < times; i++) q = [q[1], q[0]]; return q; }
const [m, w] = swap([x, y], 3);
export const o = [sum(m), sum(w)];
`;
  results(text);
});

test("mistakes", () => {
  assert.is(complaints(`${head}const o = { u: ones([2]) };
o.u = zeros([2]);
const list = [ones([2])];
list.push(ones([2]));
const copy = { ...o };
const k = Number("0");
sum(list[k]!);
console.log(o);
export { o };
`), "2:7+1 SPMD1203\n3:1+3 SPMD1203\n5:1+4 SPMD1203\n6:19+1 SPMD1203\n8:5+7 SPMD1203\n9:13+1 SPMD1203");
});

test.run();
