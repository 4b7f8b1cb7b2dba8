import { suite } from "uvu";
import * as assert from "uvu/assert";
import { monoidOf } from "../reference/plainMonoid.ts";
import { evaluateKernel } from "../reference/evaluate.ts";
import { add, and, max, monoid } from "../lang.ts";
import { accepts, builtinMonoid, isBitwise, monoidNames } from "./monoid.ts";
import { everyDType } from "./agreement.ts";
import { plainMonoid } from "./reduction.ts";

const test = suite("ops: monoids");

test("the identity changes nothing", () => {
  for (const dtype of everyDType) for (const name of monoidNames.filter((m) => accepts(m, dtype))) {
    const { identity, combine } = plainMonoid(name, dtype), values = dtype === "bool" && isBitwise(name) ? [true, false] : dtype === "bool" ? [0, 1] : [0, 1, 7];
    for (const x of values) assert.equal([combine(identity, x), combine(x, identity)], [x, x], `${name} on ${dtype}`);
  }
});

test("the kernel function and the plain one are the same", () => {
  for (const dtype of everyDType) for (const name of monoidNames.filter((m) => accepts(m, dtype))) {
    const { fn } = builtinMonoid(name, dtype), { combine } = plainMonoid(name, dtype), values = dtype === "bool" && isBitwise(name) ? [true, false] : [0, 1, -0, 5, -7, 2 ** 31, 0.5, NaN].filter((v) => dtype === "f64" || dtype === "f32" || Number.isInteger(v));
    for (const a of values) for (const b of values) assert.ok(Object.is(evaluateKernel([fn], fn.id, [a, b])[0], dtype === "f32" ? Math.fround(Number(combine(a, b))) : combine(a, b)), `${name} of ${a} and ${b} on ${dtype}`);
  }
});

test("bits of floats have none", () => {
  assert.is(accepts("and", "f32"), false);
  assert.throws(() => builtinMonoid("xor", "f64"), "xor does not combine f64");
});

test("unsigned bits stay unsigned", () => assert.is(plainMonoid("or", "u32").combine(2 ** 31, 1), 2 ** 31 + 1));

test("values and plain functions that spell them", () => {
  const name = (value: unknown): string | undefined => monoidOf(value, "i32")?.name;
  assert.equal([name(add), name(max), name(and), name(monoid(0, (a, b) => a + b))], ["add", "max", "and", "custom"]);
  assert.equal([name((a: number, b: number) => a + b), name((x: number, y: number) => Math.max(y, x)), name(function (p: number, q: number) { return p * q; }), name((a: number, b: number) => (a ^ b))], ["add", "max", "mul", "xor"]);
  assert.equal([name((a: number, b: number) => a - b), name((a: number, b: number) => a + a * b), name(3)], [undefined, undefined, undefined]);
});

test.run();
