import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkFiles, complaints } from "./fixture.ts";

const test = suite("diagnostics");
const head = 'import { zeros, ones, map, sum, zipWith, generate, param, transpose, cast, stencil, scanRows, add, print, type NDArray } from "spmd";\n';

test("what makes ranks differ, by the global's identity", () => {
  assert.is(complaints(`${head}const a = [Math.random(), Date.now(), new Date(), performance.now(), crypto.randomUUID(), globalThis.Math.random()];
const fine = [new Date(0), Date.parse("2020")];
{ const Math = { random: () => 4 }; Math.random(); }
function f() { return process.hrtime(); }
const g = Math.random;
map(ones([2]), x => x * Math.random());
`), `2:12+13 SPMD1201
2:27+10 SPMD1229
2:39+10 SPMD1229
2:51+17 SPMD1229
2:70+19 SPMD1201
2:91+24 SPMD1201
5:23+16 SPMD1229
6:11+11 SPMD1201
7:25+13 SPMD1020`);
});

test("a sentence of the operators' types is all that is said, once", () => {
  const { diagnostics } = checkFiles(`${head}zipWith(ones([2, 3]), ones([2, 4]), (x, y) => x + y);
transpose(ones([3]));
const n: string = 3;
`);
  assert.equal(diagnostics.map((d) => [d.span.line, d.span.column, d.length, d.code, d.message]), [
    [2, 23, 12, "SPMD2001", "zipWith: shapes [2, 3] and [2, 4] differ"],
    [3, 11, 9, "SPMD2002", "transpose: needs a 2-D array, got shape [3]"],
    [4, 7, 1, "TS2322", "Type 'number' is not assignable to type 'string'."],
  ]);
});

test("every mistake is found in one go, each once, in order", () => {
  assert.is(complaints(`${head}const n = param("no" + Date.now(), 3), m = param("m", Math.floor(n)), m2 = param("k", 1), m3 = param("k", 2);
const a = ones([2, 3]);
map(a, (x: any) => x.foo);
const list = [a, a].map(u => sum(u));
class Holder { a = ones([2]); }
map(a, f);
function f(x: number): number { console.log(x); return x; }
const [p, q] = a as any;
sum(...([a] as const));
stencil(a, at => at(0, 0), ...([{}] as const));
stencil(a, at => at(0, 0), Math.sqrt(n) > 2 ? { boundary: "wrap" } : {});
cast(a, String(n) as "f32");
`), `2:17+17 SPMD1226
2:24+10 SPMD1229
2:55+13 SPMD1227
2:96+13 SPMD1228
4:20+5 SPMD2045
5:14+6 SPMD1203
6:7+6 SPMD1207
8:33+14 SPMD1010
9:8+1 SPMD1203
10:5+17 SPMD1217
11:28+18 SPMD1217
12:28+44 SPMD1218
13:9+9 SPMD1221`);
});

test("a wrong declaration makes its uses no further mistakes", () => {
  assert.is(complaints(`${head}const bad = map(ones([2]), x => \`\${x}\`.length), worse = map(bad, x => x + 1);\nexport const s = sum(worse) + sum(bad);`), "2:33+6 SPMD1011");
});

test.run();
