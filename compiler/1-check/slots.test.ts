import { suite } from "uvu";
import * as assert from "uvu/assert";
import { interpret } from "../reference/interpret.ts";
import { bodyText, complaints, program, results } from "./fixture.ts";

const test = suite("slots");
const head = 'import { zeros, ones, map, sum, full, generate, param, cast, type NDArray } from "spmd";\n';

test("a let that is never assigned is no slot; straight lines need no reads", () => {
  assert.is(bodyText(`${head}let a = zeros([2]);\nlet b = map(a, x => x + 1);\nb = map(b, x => x * 2);\nb = map(b, x => x - 1);\nexport { b };`), `%1 = zeros: f64[2]
%2 = map %1: f64[2]
write b = %2
%3 = map %2: f64[2]
write b = %3
%4 = map %3: f64[2]
write b = %4`);
});

test("after a branch that wrote it, a slot is read", () => {
  const text = `${head}const n = param("n", 3);
let a = ones([n]), b = a;
if (n > 2) a = map(a, x => x + 1);
export const s = sum(a), t = sum(b);
if (n > 3) b = map(b, x => x + s); else b = a;
export { a, b };
`;
  results(text);
  assert.match(bodyText(text), /%1 = ones: f64\[n\$1\]\nwrite a = %1\nwrite b = %1\nif n > 2\n  %2 = map %1: f64\[n\$1\]\n  write a = %2\n%3 = read a\n%4 = sum %3/);
});

test("an axis whose extent changes has no name; reads ask the array", () => {
  const text = `${head}const n = param("n", 3);
let g: NDArray<"f64", [number, number]> = ones([2, n]), total = 0;
for (let k = 1; k < 4; k++) { g = full([g.shape[0] + k, n], k); total += sum(map(g, x => x * 2)); }
export { g, total };
`;
  assert.equal(results(text), { g: "f64[8, 3] 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3", total: 222 });
  assert.equal(program(text).slots.map((s) => s.type.shape), [["g$axis0", "n$1"]]);
});

test("extents that are declared in an inner block cannot name a slot's axis", () => {
  const text = `${head}let u: NDArray<"f64", [number]>, v: NDArray<"f64", [number]> = zeros([0]);
const log: number[] = [];
for (const n of [2, 3]) { u = ones([n]); v = map(u, x => x + n); log.push(sum(v)); }
export { v, log };
`;
  assert.equal(results(text), { v: "f64[3] 4 4 4", log: [6, 12] });
});

test("a variable that may be empty is asked before it is read", () => {
  const text = `${head}let a: NDArray<"f64", [2]> | undefined;
if (param("full", true)) a = ones([2]);
export const s = sum(a!);
`;
  assert.equal(results(text), { s: 2 });
  assert.throws(() => interpret(program(text), { params: { full: false } }), /'a' is read before anything is assigned/);
});

test("mistakes", () => {
  assert.is(complaints(`${head}let u: NDArray<"f64" | "i32", [number]> = ones([2]);
u = cast(u, "i32");
let w: NDArray;
function f() { return sum(w as NDArray<"f64", [2]>); }
f();
w = ones([2]);
const early = sum(late);
const late = ones([2]);
`), "3:1+18 SPMD1210\n5:27+1 SPMD1211\n8:19+4 TS2448");
});

test.run();
