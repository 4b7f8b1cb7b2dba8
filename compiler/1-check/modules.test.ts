import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bodyText, complaints, program, results } from "./fixture.ts";

const test = suite("modules");

const files = {
  "main.ts": `import { sum, ones } from "spmd";
import { step, n as steps, default as first } from "./lib/steps.ts";
import * as all from "./lib/steps.ts";
import { greet, type Unused } from "./plain.ts";
import type { OnlyType } from "./types.ts";
const n = 7, k = greet("x").length;
export const a = step(ones([4])), r = [n, steps, all.n, sum(all.step(a)), first, all.used(), k];
export { steps };
`,
  "lib/steps.ts": `import { map, type NDArray } from "spmd";
import { scale, twice } from "../plain.ts";
export const n = 3;
let count = 0;
export default 42;
export function step(u: NDArray<"f64", [number]>) { count++; return map(u, x => twice(x) * scale + n); }
export const used = () => count;
`,
  "plain.ts": `export interface Unused { a: 1 }
export const scale: number = 5;
export const twice = (x: number) => x * 2;
export const greet = (s: string) => "hi " + s;
`,
  "types.ts": "export type OnlyType = number;\n",
};

test("modules with arrays become part of the program, in order; others stay imports", () => {
  assert.is(bodyText(files), `const n$1 = 3;
let count = 0;
const default$1 = 42;
const used = () => count;
const n = 7, k = greet("x").length;
%1 = ones: f64[4]
count++;
%2 = map %1: f64[4]
count++;
%3 = map %2: f64[4]
%4 = sum %3: f64[]
$s1 = scalar %4
const r = [n, n$1, n$1, $s1, default$1, used(), k];`);
  const { imports, results: exported } = program(files);
  assert.equal(imports.map((code) => code.text), ['import "./plain.ts";', 'import { greet } from "./plain.ts";']);
  assert.equal(exported, [{ kind: "array", name: "a", value: "%2" }, { kind: "host", name: "r", variable: "r" }, { kind: "host", name: "steps", variable: "n$1" }]);
});

test("packages, Node's modules and side effects", () => {
  const { imports } = program({ "main.ts": 'import fs, { readFileSync as read } from "node:fs";\nimport "./setup.ts";\nimport { zeros } from "spmd";\nexport const a = zeros([read("x").length]);', "setup.ts": "globalThis.x = 1; export {}; declare global { var x: number }" });
  assert.equal(imports.map((code) => code.text), ['import { readFileSync as read } from "node:fs";', 'import "./setup.ts";']);
});

test("mistakes in any module are found, under its name", () => {
  assert.is(complaints({ "main.ts": 'import { b } from "./b.ts"; console.log(b);', "b.ts": 'import { zeros } from "spmd";\nexport const b = Math.random() + zeros([2]).shape[0];\nconst c: string = 3;' }), "b.ts:2:18+13 SPMD1201\nb.ts:3:7+1 TS2322");
});

test("compiled and uncompiled agree", () => {
  const flat = { "main.ts": files["main.ts"].replaceAll("./lib/steps.ts", "./steps.ts"), "steps.ts": files["lib/steps.ts"].replace("../plain.ts", "./plain.ts"), "plain.ts": files["plain.ts"], "types.ts": files["types.ts"] };
  assert.equal(results(flat).r, [7, 3, 3, 532, 42, 2, 4]);
});

test("a module whose own variables kernels read becomes part of the program", () => {
  const files = {
    "main.ts": 'import { ones, map, sum } from "spmd"; import { f } from "./plain.ts"; import g from "./plain.ts"; import * as ns from "./plain.ts";\nexport const s = [sum(map(ones([3]), x => f(x))), g(2), ns.g2(1)];',
    "plain.ts": "let k = Number('3'); let bump = () => k++; bump();\nexport function f(x: number) { return x * k; }\nexport default function (x: number) { return x + 1; }\nexport const g2 = (x: number) => x - k;\n",
  };
  assert.equal(results(files), { s: [12, 3, -3] });
  assert.equal(program(files).imports, []);
});

test("what merging cannot keep", () => {
  assert.is(complaints({ "main.ts": 'import * as all from "./b.ts";\nconsole.log(Object.keys(all), all.b);\nconst o = { go() { return all.f(); }, get x() { return 1; } };\nexport const C = class { x = all.f(); };', "b.ts": 'import { ones, sum } from "spmd"; export const b = 1; export const f = () => sum(ones([2]));' }), "2:25+3 SPMD1208\n3:13+2 SPMD1207\n4:18+22 SPMD1207");
});

test.run();
