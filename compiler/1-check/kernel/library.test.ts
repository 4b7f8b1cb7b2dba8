// The lowered functions of `compiler/math` give the bits of the same functions run as JavaScript, and kernels that use them those of JavaScript with them.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { printKernel } from "../../ir/print.ts";
import type { Complex } from "../../math/complex.ts";
import { complexFunctions, mathFunctions } from "../../math/index.ts";
import { kernelEvaluator } from "../../reference/evaluate.ts";
import { lower } from "./agreement.ts";
import { fixture } from "./fixture.ts";
import { lowerLibrary } from "./library.ts";
import { mathResolver } from "../../math/resolver.ts";

const test = suite("library");
const root = process.cwd().replaceAll("\\", "/");
const functions = lowerLibrary(
  { entry: `${root}/compiler/math/index.ts`, language: `${root}/compiler/lang.ts`, readFile: (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined), fileExists: existsSync },
  `${root}/compiler/ops/scalar.ts`,
);
const text = functions.map(printKernel).join("\n");
const mathFunction = mathResolver(text);

const values = [0, -0, NaN, Infinity, -Infinity, 1, -1, 2, 0.5, -0.5, 1e-5, -3.25, 10, 700, -745, 1e16, -1e-310, 2 ** 60, 1.7e308, 5e-324, 0.7853981633974483, 3, -2, 1 / 3];

for (const [name, plain] of Object.entries(mathFunctions)) {
  test(name, () => {
    const needed = mathFunction(name)!, evaluate = kernelEvaluator(needed), [fn] = needed;
    for (const x of values) for (const y of fn!.params.length > 1 ? values : [0]) {
      const got = evaluate(fn!.id, [x, y].slice(0, fn!.params.length))[0];
      assert.ok(Object.is(got, plain(x, y)), `${name}(${x}, ${y}): ${String(got)}, not ${plain(x, y)}`);
    }
  });
}

for (const [name, plain] of Object.entries(complexFunctions) as [string, (a: Complex, b: Complex) => Complex | number][]) {
  test(name, () => {
    const needed = mathFunction(name)!, evaluate = kernelEvaluator(needed), [fn] = needed, some = values.filter((_, k) => k % 2 === 0);
    for (const re of some) for (const im of some) for (const x of fn!.params.length > 2 ? [0, 3, -1e300, Infinity] : [0]) {
      const got = evaluate(fn!.id, [re, im, x, im].slice(0, fn!.params.length)), made = plain({ re, im }, { re: x, im }), want = typeof made === "number" ? [made] : [made.re, made.im];
      assert.ok(want.every((w, k) => Object.is(w, got[k])), `${name}(${re}, ${im}; ${x}, ${im}): ${got.join(" ")}, not ${want.join(" ")}`);
    }
  });
}

test("lowered.ts is what compiler/math lowers to (SPMD_UPDATE=1 writes it)", () => {
  const file = `${root}/compiler/math/lowered.ts`;
  const head = "// Generated from compiler/math by library.test.ts, which also sees that it is up to date: SPMD_UPDATE=1 node test/run.mjs kernel/library\n";
  const expected = `${head}export const mathText: string = String.raw\`\n${text}\`;\n`;
  assert.not.match(text, /[`\\]|\$\{/);
  if (process.env["SPMD_UPDATE"] === "1") writeFileSync(file, expected);
  else assert.ok(readFileSync(file, "utf8") === expected, "compiler/math has changed: run this test with SPMD_UPDATE=1");
});

test("what Math does not have is not found", () => {
  assert.is(mathFunction("sinc"), undefined);
  assert.is(mathResolver()("sinc"), undefined);
});

test("kernels call them, in double precision, and round for f32 elements", () => {
  const program = fixture("export const kernel = (x: number, y: number) => Math.sin(x) ** y + Math.hypot(x, y, 1);", { mathFunction });
  const lowered = lower(program, { elements: ["f32", "f32"] }), evaluate = kernelEvaluator(program.context.functions), f = Math.fround, m = mathFunctions;
  assert.equal(lowered.results, [{ field: "", type: "f32" }]);
  for (const x of [0.3, 1, -2.5].map(f)) for (const y of [2, 0.7].map(f)) {
    const expected = f(f(m["pow"]!(f(m["sin"]!(x, 0)), y)) + f(m["hypot"]!(f(m["hypot"]!(x, y)), 1)));
    assert.ok(Object.is(evaluate(lowered.fn, [x, y])[0], expected));
  }
});

test("a user's function of the same name is another one", () => {
  const program = fixture("function sin(x: number) { return x + 1 } export const kernel = (x: number) => sin(x) - Math.sin(0);", { mathFunction });
  const lowered = lower(program, { elements: ["f64"] });
  assert.is(kernelEvaluator(program.context.functions)(lowered.fn, [2])[0], 3);
});

test.run();
