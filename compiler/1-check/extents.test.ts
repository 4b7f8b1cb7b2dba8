import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bodyText, complaints, program, results } from "./fixture.ts";
import { interpret } from "../reference/interpret.ts";

const test = suite("extents");
const head = 'import { zeros, ones, iota, map, sum, zipWith, where, full, generate, fromArray, linspace, param, type NDArray } from "spmd";\n';

test("the same immutable value has one name; a variable is checked anew", () => {
  assert.is(bodyText(`${head}const n = param("n", 4);
let m = 3;
const a = zeros([n, n + 1]), b = ones([n, n  + 1]), c = iota(n);
const d = zeros([m]); m++;
const e = zeros([m]);`), `const n = $rt.param("n", 4);
let m = 3;
const n$1 = $rt.extent(n, "zeros: extent 0", "main.ts:4:18");
const $e1 = $rt.extent(n + 1, "zeros: extent 1", "main.ts:4:21");
%1 = zeros: f64[n$1, $e1]
%2 = ones: f64[n$1, $e1]
%3 = iota: i32[n$1]
const m$1 = $rt.extent(m, "zeros: extent 0", "main.ts:5:18");
%4 = zeros: f64[m$1]
m++;
const m$2 = $rt.extent(m, "zeros: extent 0", "main.ts:6:18");
%5 = zeros: f64[m$2]`);
});

test("compile-time constants are literal extents", () => {
  const text = `${head}const N = 8, [h, w] = [N / 2, N * N] as const, flag = true;
export const a = zeros([h, w]).shape, b = ones([Math.floor(N / 3), flag ? 2 : 3]).shape;
const dims = [2, 3] as const;
export const c = full(dims, 1), d = full([...dims, 2], 0).shape;
`;
  results(text);
  assert.match(bodyText(text), /zeros: f64\[4, 64\]/);
  assert.match(bodyText(text), /full: f64\[2, 3, 2\]/);
});

test("shapes that only the program knows are compared when it runs, once", () => {
  const text = `${head}const n = param("n", 3), m = param("m", 3);
const a = ones([n, 2]), b = ones([m, 2]), c = ones([3, 2]);
const d = zipWith(a, b, (x, y) => x + y), e = zipWith(b, a, (x, y) => x - y);
export const f = zipWith(d, c, e, (x, y, z) => x + y + z), g = where(map(c, x => x > 0), a, b);
`;
  assert.is(bodyText(text).split("\n").filter((line) => line.startsWith("$rt.sameShape")).join("\n"), `$rt.sameShape("zipWith", { shape: [n$1, 2] }, { shape: [m$1, 2] }, "main.ts:4:11");
$rt.sameShape("zipWith", { shape: [n$1, 2] }, { shape: [3, 2] }, "main.ts:5:18");`);
  results(text);
  assert.throws(() => interpret(program(text), { params: { m: 4 } }), /zipWith: shapes \[3, 2\] and \[4, 2\] differ/);
});

test("what was compared in one branch is compared again in another", () => {
  const text = `${head}const n = param("n", 3), m = param("m", 3);
const a = ones([n]), b = ones([m]);
let s = 0;
if (n > 2) s = sum(zipWith(a, b, (x, y) => x + y)); else s = -sum(zipWith(a, b, (x, y) => x + y));
s += sum(zipWith(a, b, (x, y) => x * y));
export { s };
`;
  assert.is(bodyText(text).split("\n").filter((line) => line.includes("$rt.sameShape")).length, 3);
  assert.equal(results(text), { s: 9 });
});

test("extents of host data are asked of the array", () => {
  const text = `${head}const data = [1, 2, 3].filter(x => x > 1);
const a = fromArray(data);
export const n = a.shape[0], b = zipWith(a, ones([a.shape[0]]), (x, y) => x + y);
`;
  assert.equal(results(text), { n: 2, b: "f64[2] 3 4" });
});

test("shape arguments that are host lists", () => {
  const text = `${head}const s: [number, number] = [2, 3];
const f = (shape: [number]) => sum(ones(shape));
export const a = sum(ones(s)), b = f([4]), c = ones(s).shape;
`;
  assert.equal(results(text), { a: 6, b: 4, c: [2, 3] });
  assert.is(complaints(`${head}const s: number[] = [2, 3];\nones(s);\nzeros([-1]);\nzeros([1.5, 2]);`), "3:6+1 SPMD1212\n4:1+11 SPMD2005\n5:1+15 SPMD2005");
});

test.run();
