import { suite } from "uvu";
import * as assert from "uvu/assert";
import { interpret } from "../reference/interpret.ts";
import { bodyText, complaints, program, results } from "./fixture.ts";

const test = suite("captures");
const head = 'import { ones, iota, map, sum, full, where, shift, generate, param, zipWith } from "spmd";\n';

test("consts by name, variables and properties by a copy made at the call", () => {
  const text = `${head}const c = Number("3"), p = { dx: 0.5, list: [1, 2] };
let v = 2;
const a = map(ones([2]), x => x * c + v * p.dx + p.list[1]!);
v = 5; p.dx = 10;
export const b = map(a, x => x * c + v * p.dx);
export { a };
`;
  assert.match(bodyText(text), /const v\$1 = v;\nconst p_dx\$1 = p\.dx;\n(.|\n)*map %1 \(c, v\$1, p_dx\$1/);
  assert.equal(results(text), { a: "f64[2] 6 6", b: "f64[2] 68 68" });
});

test("integers are checked where the kernel needs them, once; literals are not", () => {
  const text = `${head}const m = param("m", 4), k = 2;
export const a = generate([6], i => i % m + k, "i32"), b = generate([6], i => i * m, "i32"), c = generate([2], i => i / m);
`;
  assert.is(bodyText(text), `const m = $rt.param("m", 4), k = 2;
const m$1 = $rt.integer(m, "m", "main.ts:3:18");
%1 = generate (m$1): i32[6]
%2 = generate (m$1): i32[6]
%3 = generate (m): f64[2]`);
  results(text);
  assert.throws(() => interpret(program(text), { params: { m: 2.5 } }), /integer/);
});

test("a variable that nothing can have changed meanwhile is copied once", () => {
  const text = `${head}let s = ones([4]), t = ones([4]), k = 1;
const bump = () => { k++; };
for (let j = 0; j < 2; j++) {
  s = map(s, x => x * 2 + k);
  t = map(s, (x, i) => x + k + i);
  bump();
  t = map(t, x => x + k);
}
export { s, t };
`;
  assert.equal(bodyText(text).match(/const k\$\d = k;/g), ["const k$1 = k;", "const k$2 = k;"]);
  assert.equal(results(text), { s: "f64[4] 8 8 8 8", t: "f64[4] 13 14 15 16" });
});

test("host scalars that become integer elements", () => {
  const text = `${head}const x = param("x", 7);
export const a = full([2], x, "i32"), b = where(map(a, v => v > 3), a, x), c = full([2], x / 2), d = shift(a, [1], { boundary: x });
`;
  assert.is(bodyText(text).split("\n").filter((line) => line.includes("$rt.integer")).join("\n"), `const x$1 = $rt.integer(x, "full: value", "main.ts:3:18");
const x$2 = $rt.integer(x, "where: b", "main.ts:3:43");
const x$3 = $rt.integer(x, "boundary: boundary", "main.ts:3:102");`.replace("boundary: boundary", "shift: boundary"));
  results(text);
  assert.throws(() => interpret(program(text), { params: { x: 2.5 } }), /integer/);
});

test("values that TypeScript knows nothing of are checked to be numbers", () => {
  const text = `${head}const data: any = JSON.parse("3");\nexport const s = sum(map(ones([2]), x => x * data));\n`;
  assert.match(bodyText(text), /const data\$1 = \$rt\.scalar\(data, "data", "main\.ts:3:22"\);/);
  assert.equal(results(text), { s: 6 });
});

test("extents of arrays may be read in kernels", () => {
  const text = `${head}const a = ones([4]), n = param("n", 2);
let b = ones([n, 3]);
if (n > 1) b = map(b, x => x + 1);
export const c = map(a, (x, i) => x * a.shape[0] + i), d = map(b, x => x + b.shape[0] * b.shape[1]);
`;
  assert.equal(results(text), { c: "f64[4] 4 5 6 7", d: "f64[2, 3] 8 8 8 8 8 8" });
});

test("what cannot be captured", () => {
  assert.is(complaints(`${head}const a = ones([2]), text = ["x"], o = { f: () => 1 };\nmap(a, x => x + sum(a));\nmap(a, x => x + +text);\nmap(a, x => x + o.f());\nlet u = ones([2]); u = a;\nmap(a, x => x + sum(u));`), "3:17+3 SPMD1028\n4:18+4 SPMD1016\n5:17+3 SPMD1023\n7:17+3 SPMD1028");
});

test.run();
