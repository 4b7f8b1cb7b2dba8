import { suite } from "uvu";
import * as assert from "uvu/assert";
import { programOf } from "../../test/support/samplePrograms.ts";
import { probe } from "./probe.ts";

const test = suite("probe");

/** A monoid and what an array's elements are: a dtype, or the record that a kernel makes. */
type Case = readonly [monoid: string, elements: string];

/** What is said of a reduction with each of the monoids: "" for nothing. */
function told(cases: readonly Case[]): readonly string[] {
  const lines = cases.map(([monoid, elements], k) => {
    const array = elements.startsWith("{") ? `map(generate([10], (i) => i), (i) => (${elements}))` : `generate([10], (i) => ${elements === "bool" ? "i > 3" : "i"}, ${JSON.stringify(elements)})`;
    return `export const r${k} = reduceAll(${array}, ${monoid});`;
  });
  const found = probe(programOf(`import { generate, map, monoid, reduceAll } from "spmd";\n${lines.join("\n")}`));
  return cases.map((_, k) => found.filter(({ span }) => span.line === k + 2).map(({ code, message }) => `${code} ${message}`).join("; "));
}

test("associative functions pass, whatever they are made of", () => {
  const fine: readonly Case[] = [
    ["monoid(1, (a, b) => a * b)", "u8"],
    ["monoid(0, (x, y) => { let a = x, b = y; while (b !== 0) [a, b] = [b, a % b]; return a; })", "u32"],
    ["monoid(0, (a, b) => a + b + a * b)", "f64"],
    ["monoid(-Infinity, (a, b) => Math.max(a, b))", "f32"],
    ["monoid(true, (a, b) => a === b)", "bool"],
    ["monoid({ sum: 0, n: 0 }, (a, b) => ({ sum: a.sum + b.sum, n: a.n + b.n }))", "{ sum: i, n: 1 }"],
    ["monoid({ m: 1, c: 0 }, (f, g) => ({ m: f.m * g.m, c: f.c * g.m + g.c }))", "{ m: i, c: 1 }"],
    // Values on which a function throws or never ends are passed over.
    ["monoid(0, (a, b) => { let k = 0; while (a + b > 3 && k >= 0) k++; return a + b; })", "u8"],
    ["monoid(0, (a, b) => { if (a < 0 || b < 0) throw new RangeError(`negative`); return a + b; })", "f64"],
  ];
  assert.equal(told(fine), fine.map(() => ""));
});

test("others get a counterexample in small numbers, and a wrong identity is told", () => {
  const [counter, records, booleans, one, right] = told([
    ["monoid(0, (a, b) => (a === 0 ? b : b === 0 ? a : a + 2 * b))", "i32"],
    ["monoid({ n: 0, d: 0 }, (a, b) => (a.d === 0 ? { n: b.n, d: b.d } : b.d === 0 ? { n: a.n, d: a.d } : { n: a.n - b.n, d: a.d }))", "{ n: i, d: 1 }"],
    ["monoid(false, (a, b) => a || !b)", "bool"],
    ["monoid(1, (a, b) => a + b)", "f64"],
    ["monoid(0, (a, b) => a * 0 + b)", "i32"],
  ]);
  assert.is(counter, "SPMD2056 reduceAll: the monoid's function f is not associative: f(f(1, 1), 1) is 5, but f(1, f(1, 1)) is 7");
  assert.match(records!, /^SPMD205[67] .*\{ n: -?\d+, d: -?\d+ \}/);
  assert.match(booleans!, /^SPMD205[67] /);
  assert.is(one, "SPMD2057 reduceAll: 1 is no identity of the monoid: f(1, 0) is 1, not 0");
  assert.match(right!, /^SPMD2057 reduceAll: 0 is no identity of the monoid: f\(-?\d, 0\) is 0, not -?\d$/);
});

test("what the language brings is not tried", () => assert.equal(probe(programOf(`import { add, generate, scanAll, sum } from "spmd"; const a = generate([5], (i) => i); export const s = scanAll(a, add), t = sum(a);`)), []));

test.run();
