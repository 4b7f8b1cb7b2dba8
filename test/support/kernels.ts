// Short ways to write kernel functions in tests: `fn("f", { x: "f64" }, [ret(add(v.x, num(1)))])`.
import type { ArithmeticOperator, BitOperator, ComparisonOperator, KernelExpression, KernelFunction, KernelId, KernelLocal, KernelStatement } from "../../compiler/ir/kernel.ts";
import type { DType, ScalarType } from "../../compiler/ir/types.ts";

export const nowhere = { file: "test.ts", line: 1, column: 1 };
type E = KernelExpression;

export const num = (value: number, type: ScalarType = "f64"): E => ({ kind: "const", type, value });
export const int = (value: number): E => num(value, "int");
export const truth = (value: boolean): E => ({ kind: "const", type: "bool", value });
export const local = (name: string, type: ScalarType = "f64"): E => ({ kind: "local", type, name });
export const arithmetic = (op: ArithmeticOperator, left: E, right: E, type: ScalarType = left.type): E => ({ kind: "arithmetic", type, op, left, right });
export const add = (left: E, right: E): E => arithmetic("add", left, right);
export const sub = (left: E, right: E): E => arithmetic("sub", left, right);
export const mul = (left: E, right: E): E => arithmetic("mul", left, right);
export const bits = (op: BitOperator, left: E, right: E): E => ({ kind: "bits", type: "int", op, left, right });
export const compare = (op: ComparisonOperator, left: E, right: E): E => ({ kind: "compare", type: "bool", op, left, right });
export const both = (left: E, right: E): E => ({ kind: "logical", type: "bool", op: "and", left, right });
export const convert = (operand: E, type: ScalarType): E => (operand.type === type ? operand : { kind: "convert", type, operand });
export const choose = (test: E, then: E, otherwise: E): E => ({ kind: "conditional", type: then.type, test, then, else: otherwise });
export const math = (fn: string, type: ScalarType, ...args: E[]): E => ({ kind: "math", type, fn, args });
export const cast = (to: DType, type: ScalarType, operand: E): E => ({ kind: "cast", type, to, operand });
export const set = (target: string, value: E): KernelStatement => ({ kind: "assign", target, value });
export const ret = (...values: E[]): KernelStatement => ({ kind: "return", values });
export const when = (test: E, then: KernelStatement[], otherwise: KernelStatement[] = []): KernelStatement => ({ kind: "if", test, then, else: otherwise });
export const loop = (label: string, test: E, body: KernelStatement[], step: KernelStatement[] = [], testFirst = true): KernelStatement => ({ kind: "while", label, test, testFirst, body, step });

const named = (types: { readonly [name: string]: ScalarType }): KernelLocal[] => Object.entries(types).map(([name, type]) => ({ name, type }));

export function fn(id: string, params: { readonly [name: string]: ScalarType }, body: readonly KernelStatement[], result: ScalarType = "f64", locals: { readonly [name: string]: ScalarType } = {}): KernelFunction {
  return { id: `@${id}` as KernelId, params: named(params), locals: named(locals), results: [{ field: "", type: result }], body, span: nowhere };
}
