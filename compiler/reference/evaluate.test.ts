import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { KernelExpression, KernelFunction, KernelLocal, KernelStatement } from "../ir/kernel.ts";
import type { ScalarType } from "../ir/types.ts";
import { nowhere } from "../ops/form.ts";
import { evaluateKernel } from "./evaluate.ts";
import type { KernelError } from "./evaluate.ts";

const test = suite("reference: evaluate");

const local = (name: string, type: ScalarType = "f64"): KernelExpression => ({ kind: "local", type, name });
const literal = (value: number | boolean, type: ScalarType = "f64"): KernelExpression => ({ kind: "const", type, value });
const op = (name: "add" | "sub" | "mul" | "div" | "rem", left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "arithmetic", type: left.type, op: name, left, right });
const less = (left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "compare", type: "bool", op: "lt", left, right });
const assign = (target: string, value: KernelExpression): KernelStatement => ({ kind: "assign", target, value });
const give = (...values: KernelExpression[]): KernelStatement => ({ kind: "return", values });
function fn(id: `@${string}`, params: readonly KernelLocal[], locals: readonly KernelLocal[], results: readonly ScalarType[], body: readonly KernelStatement[]): KernelFunction {
  return { id, params, locals, results: results.map((type, k) => ({ field: results.length > 1 ? `f${k}` : "", type })), body, span: nowhere };
}
const value = (e: KernelExpression, params: Record<string, ScalarType> = {}, args: readonly (number | boolean)[] = []): number | boolean =>
  evaluateKernel([fn("@f", Object.entries(params).map(([name, type]) => ({ name, type })), [], [e.type], [give(e)])], "@f", args)[0]!;

test("f32 rounds after each operation, f64 and int do not", () => {
  assert.is(value(op("add", literal(0.1, "f32"), literal(0.2, "f32"))), Math.fround(Math.fround(0.1) + Math.fround(0.2)));
  assert.is(value(op("add", literal(0.1), literal(0.2))), 0.1 + 0.2);
  assert.is(value(op("mul", literal(2 ** 40, "int"), literal(2 ** 12, "int"))), 2 ** 52);
  assert.is(value(op("rem", literal(-7, "int"), literal(7, "int"))), -0);
});

test("bits, shifts and their signs", () => {
  const bits = (name: "and" | "or" | "xor" | "shl" | "shr" | "ushr", a: number, b: number): number | boolean => value({ kind: "bits", type: "int", op: name, left: literal(a, "int"), right: literal(b, "int") });
  assert.equal([bits("or", 2 ** 31, 0), bits("ushr", -1, 0), bits("shl", 1, 33), bits("shr", -8, 1), bits("and", 2 ** 32 + 5, 7)], [-(2 ** 31), 2 ** 32 - 1, 2, -4, 5]);
  assert.is(value({ kind: "unary", type: "int", op: "bitnot", operand: literal(5, "int") }), -6);
});

test("conversions and casts", () => {
  assert.is(value({ kind: "convert", type: "bool", operand: literal(NaN) }), false);
  assert.is(value({ kind: "convert", type: "f32", operand: literal(0.1) }), Math.fround(0.1));
  assert.is(value({ kind: "convert", type: "int", operand: literal(true, "bool") }), 1);
  assert.is(value({ kind: "cast", type: "int", to: "i8", operand: literal(200) }), -56);
  assert.is(value({ kind: "cast", type: "int", to: "u16", operand: literal(-1.5) }), 65535);
  assert.is(value({ kind: "cast", type: "bool", to: "bool", operand: literal(0.5) }), true);
});

test("intrinsics", () => {
  assert.is(value({ kind: "math", type: "f32", fn: "sqrt", args: [literal(2, "f32")] }), Math.fround(Math.SQRT2));
  assert.is(value({ kind: "math", type: "int", fn: "floor", args: [literal(-1.5)] }), -2);
  assert.is(value({ kind: "math", type: "f64", fn: "min", args: [literal(0), literal(-0)] }), -0);
});

test("loops: tests first or after, break, continue with its step, returns out of two", () => {
  const one = literal(1, "int"), k = local("k", "int"), sum = local("sum", "int"), locals: KernelLocal[] = [{ name: "k", type: "int" }, { name: "sum", type: "int" }];
  const loop = (testFirst: boolean, body: readonly KernelStatement[]): KernelStatement => ({ kind: "while", label: "l", test: less(k, local("n", "int")), testFirst, body, step: [assign("k", op("add", k, one))] });
  const run = (n: number, testFirst: boolean, body: readonly KernelStatement[]): number | boolean => evaluateKernel([fn("@f", [{ name: "n", type: "int" }], locals, ["int"], [loop(testFirst, body), give(sum)])], "@f", [n])[0]!;
  const add = assign("sum", op("add", sum, k)), at = (n: number, then: KernelStatement): KernelStatement => ({ kind: "if", test: { kind: "compare", type: "bool", op: "eq", left: k, right: literal(n, "int") }, then: [then], else: [] });
  assert.is(run(5, true, [add]), 10);
  assert.is(run(0, true, [assign("sum", one)]), 0);
  assert.is(run(0, false, [assign("sum", one)]), 1);
  assert.is(run(5, true, [at(2, { kind: "continue", label: "l" }), add]), 8);
  assert.is(run(5, true, [at(2, { kind: "break", label: "l" }), add]), 1);
  const outer: KernelStatement = { kind: "while", label: "o", test: literal(true, "bool"), testFirst: true, body: [loop(true, [at(3, give(literal(42, "int")))])], step: [] };
  assert.is(evaluateKernel([fn("@f", [{ name: "n", type: "int" }], locals, ["int"], [outer])], "@f", [9])[0], 42);
});

test("calls, records, short circuits", () => {
  const pair = fn("@pair", [{ name: "x", type: "f64" }], [], ["f64", "f64"], [give(op("add", local("x"), literal(1)), op("mul", local("x"), literal(2)))]);
  const swap = fn("@f", [], [{ name: "a", type: "f64" }, { name: "b", type: "f64" }], ["f64"], [
    assign("b", literal(5)),
    { kind: "callRecord", targets: ["b", "a"], fn: "@pair", args: [local("b")] },
    give(op("sub", local("a"), local("b"))),
  ]);
  assert.is(evaluateKernel([pair, swap], "@f", [])[0], 4);
  const fails = fn("@fails", [], [], ["bool"], [{ kind: "throw", error: "RangeError", parts: ["bad ", ""], values: [literal(3, "int")], span: { file: "a.ts", line: 2, column: 3 } }]);
  const guarded = fn("@g", [], [], ["bool"], [give({ kind: "logical", type: "bool", op: "and", left: literal(false, "bool"), right: { kind: "call", type: "bool", fn: "@fails", args: [] } })]);
  assert.is(evaluateKernel([fails, guarded], "@g", [])[0], false);
  try {
    evaluateKernel([fails], "@fails", []);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, RangeError);
    assert.is((error as KernelError).message, "bad 3");
    assert.is((error as KernelError).span?.line, 2);
  }
});

test("reads of other arrays", () => {
  const read: KernelExpression = { kind: "read", type: "f64", input: 1, field: "", indices: [literal(2, "int")], span: nowhere };
  assert.is(evaluateKernel([fn("@f", [], [], ["f64"], [give(read)])], "@f", [], (input, _, [i]) => input * 100 + i!)[0], 102);
});

test.run();
