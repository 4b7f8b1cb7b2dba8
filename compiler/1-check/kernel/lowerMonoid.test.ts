// Monoids: by symbol, written out, and made by `monoid`; and what is none.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { DType } from "../../ir/types.ts";
import { kernelEvaluator } from "../../reference/evaluate.ts";
import { fixture, fixtures } from "./fixture.ts";
import { lowerMonoid } from "./lowerMonoid.ts";

const test = suite("lowerMonoid");
const imports = `import { add as plus, min, max, mul, or, xor, and, monoid, sum, zeros } from "spmd"; import * as spmd from "spmd";\n`;

const known: readonly (readonly [source: string, dtype: DType, name: string, identity: number | boolean])[] = [
  ["plus", "f64", "add", 0],
  ["spmd.mul", "i32", "mul", 1],
  ["min", "f32", "min", Infinity],
  ["or", "bool", "or", false],
  ["and", "u8", "and", 255],
  ["(a: number, b: number) => a + b", "f64", "add", 0],
  ["(x: number, y: number) => y * x", "f64", "mul", 1],
  ["(a: number, b: number) => { return (a + b) }", "f32", "add", 0],
  ["function (a: number, b: number) { return a + b }", "f32", "add", 0],
  ["(a: number, b: number) => Math.max(b, a)", "i32", "max", -Infinity],
  ["Math.min", "f64", "min", Infinity],
  ["(a: boolean, b: boolean) => a && b", "bool", "and", true],
  ["(a: boolean, b: boolean) => b || a", "bool", "or", false],
  ["(a: boolean, b: boolean) => a !== b", "bool", "xor", false],
  ["(a: number, b: number) => a ^ b", "i32", "xor", 0],
  ["named", "f64", "add", 0],
  ["constant", "f64", "custom", 1],
  ["monoid(-Infinity, Math.max)", "f64", "max", -Infinity],
  ["monoid(0, Math.max)", "f64", "custom", 0],
  ["monoid(eps, (a: number, b: number) => a + b - eps)", "f64", "custom", 0.5],
  ["monoid(false, (a: boolean, b: boolean) => a !== b)", "bool", "custom", false],
];

const rest = `\nfunction named(a: number, b: number) { return a + b } const eps = 0.5; const constant = monoid(1, (a: number, b: number) => a * b * 1);`;

for (const [k, program] of fixtures(known.map(([source]) => `${imports}export const kernel = ${source};${rest}`)).entries()) {
  const [source, dtype, name, identity] = known[k]!;
  test(`${source} on ${dtype}`, () => {
    const lowered = lowerMonoid(program.context, program.node("kernel"), dtype);
    assert.equal(program.diagnostics, []);
    assert.equal([lowered?.name, lowered?.identity], [name, identity]);
    assert.ok(program.context.functions.some((f) => f.id === lowered?.fn));
  });
}

test("a custom monoid works on the accumulator, integers staying integers", () => {
  const program = fixture(`${imports}export const gcd = monoid(0, (a: number, b: number) => { while (b !== 0) [a, b] = [b, a % b]; return Math.abs(a) }); export const soft = monoid(0, (a: number, b: number) => Math.sqrt(a * a + b * b));`);
  const gcd = lowerMonoid(program.context, program.node("gcd"), "i32"), soft = lowerMonoid(program.context, program.node("soft"), "f32");
  const evaluate = kernelEvaluator(program.context.functions), types = program.context.functions.map((f) => [f.params[0]!.type, f.params[1]!.type, f.results[0]!.type]);
  assert.equal(types, [["int", "int", "int"], ["f32", "f32", "f32"]]);
  assert.is(evaluate(gcd!.fn, [12, -18])[0], 6);
  assert.is(evaluate(soft!.fn, [3, 4])[0], 5);
  assert.is(lowerMonoid(program.context, program.node("gcd"), "i32")!.fn, gcd!.fn);
});

test("numbers of a bool array are 0 and 1", () => {
  const program = fixture(`${imports}export const kernel = monoid(0, (a: number, b: number) => a + b);`);
  const lowered = lowerMonoid(program.context, program.node("kernel"), "bool");
  assert.is(kernelEvaluator(program.context.functions)(lowered!.fn, [1, 2])[0], 3);
});

const wrong: readonly (readonly [code: string, program: string, dtype: DType])[] = [
  ["SPMD2049", "export const kernel = monoid(»sum(zeros([2]))«, (a, b) => a + b);", "f64"],
  ["SPMD2050", "export const kernel = »(a: number, b: number) => a * b + 1«;", "f64"],
  ["SPMD2050", "export const kernel = »(a: number, b: number) => a && b«;", "i32"],
  ["SPMD2050", "export const kernel = »Math.hypot«;", "f64"],
  ["SPMD2051", "const k = Number(3); export const kernel = monoid(0, (a: number, b: number) => a + b * »k«);", "f64"],
  ["SPMD2052", "export const kernel = monoid(0, (a: number, b: number) => »(a + b) / 2«);".replace("»(a + b) / 2«", "»(a + b) / 2«"), "i32"],
  ["SPMD2052", "export const kernel = monoid(0, (a: number, b: number) => »a < b«);", "f64"],
  ["SPMD2052", "export const kernel = monoid(0, »(a: number) => a«);", "f64"],
  ["SPMD2053", "export const kernel = »or«;", "f64"],
  ["SPMD2053", "export const kernel = »(a: number, b: number) => a | b«;", "f32"],
  ["SPMD2054", "export const kernel = (a: number, b: number) => »a - b«;", "f64"],
  ["SPMD2054", "export const kernel = monoid(0, (a: number, b: number) => »b / a«);", "f64"],
  ["SPMD2055", "export const kernel = »3«;", "f64"],
  ["SPMD2055", "export const kernel = »sum(zeros([2]))«;", "f64"],
  ["SPMD1011", "export const kernel = monoid(0, (a: number, b: number) => a + b + Number(»\"1\"«));", "f64"],
];

const plainText = (marked: string): string => imports + marked.replace(/[»«]/g, "");
for (const [k, program] of fixtures(wrong.map(([, marked]) => plainText(marked))).entries()) {
  const [code, marked, dtype] = wrong[k]!;
  test(`${code} ${marked}`, () => {
    const lowered = lowerMonoid(program.context, program.node("kernel"), dtype), [before, text] = marked.split(/[»«]/) as [string, string];
    assert.is(lowered, undefined);
    assert.equal(program.diagnostics.map((d) => [d.code, d.span.column, d.length]), [[code, before.length + 1, text.length]], program.diagnostics.map((d) => d.message).join("\n"));
    for (const d of program.diagnostics) assert.not.match(`${d.message} ${d.help ?? ""}`, /(?<!\$)\{\w+\}(?!`)/);
  });
}

test.run();
