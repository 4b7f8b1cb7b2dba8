// The built-in monoids: what `add mul min max and or xor` are on elements of each dtype, as data and as a kernel function.
//
//   builtinMonoid("add", "f32")  ->  { name: "add", identity: 0, fn: @add$f32 },   kernel add$f32(a: f32, b: f32) -> (f32) { return a + b }
//   builtinMonoid("or", "u16")   ->  { name: "or", identity: 0, fn: @or$int },     kernel or$int(a: int, b: int) -> (int) { return a | b }
//
// The function works on the scalar type of the accumulator (`accumulatorOf`): numbers for integers, so that sums stay exact; bitwise ones on `int`.
// Identities: 0, 1, +Infinity, -Infinity; `and or xor` are logical on bool (true, false, false) and bitwise on integers (all bits of the dtype, 0, 0).
import type { Monoid } from "../ir/array.ts";
import type { KernelExpression, KernelFunction } from "../ir/kernel.ts";
import type { DType, ScalarType } from "../ir/types.ts";
import { integerRange } from "../ir/types.ts";
import { nowhere } from "./form.ts";

export type MonoidName = "add" | "mul" | "min" | "max" | "and" | "or" | "xor";
export const monoidNames: readonly MonoidName[] = ["add", "mul", "min", "max", "and", "or", "xor"];
export const isMonoidName = (name: string): name is MonoidName => (monoidNames as readonly string[]).includes(name);

/** `and`, `or` and `xor` have no meaning on floats. */
export const isBitwise = (name: MonoidName): boolean => name === "and" || name === "or" || name === "xor";
export const accepts = (name: MonoidName, dtype: DType): boolean => !isBitwise(name) || integerRange[dtype] !== undefined;

export function builtinMonoid(name: MonoidName, dtype: DType): { readonly monoid: Monoid; readonly fn: KernelFunction } {
  if (!accepts(name, dtype)) throw new Error(`${name} does not combine ${dtype}`);
  const type = functionType(name, dtype);
  const id = `@${name}$${type === "int" && dtype === "u32" ? "u32" : type}` as const;
  const param = (p: "a" | "b"): KernelExpression => ({ kind: "local", type, name: p });
  const value = combined(name, type, param("a"), param("b"), dtype === "u32");
  const fn: KernelFunction = {
    id,
    params: [{ name: "a", type }, { name: "b", type }],
    locals: [],
    results: [{ field: "", type }],
    body: [{ kind: "return", values: [value] }],
    span: nowhere,
  };
  return { monoid: { name, identity: identityOf(name, dtype), fn: id }, fn };
}

function functionType(name: MonoidName, dtype: DType): ScalarType {
  if (isBitwise(name)) return dtype === "bool" ? "bool" : "int";
  return dtype === "f32" ? "f32" : "f64";
}

function identityOf(name: MonoidName, dtype: DType): number | boolean {
  switch (name) {
    case "add":
      return 0;
    case "mul":
      return 1;
    case "min":
      return Infinity;
    case "max":
      return -Infinity;
    case "and":
      return dtype === "bool" ? true : allBits(dtype);
    case "or":
    case "xor":
      return dtype === "bool" ? false : 0;
  }
}

const allBits = (dtype: DType): number => (integerRange[dtype]![0] < 0 ? -1 : integerRange[dtype]![1]);

function combined(name: MonoidName, type: ScalarType, left: KernelExpression, right: KernelExpression, unsigned: boolean): KernelExpression {
  switch (name) {
    case "add":
    case "mul":
      return { kind: "arithmetic", type, op: name, left, right };
    case "min":
    case "max":
      return { kind: "math", type, fn: name, args: [left, right] };
    case "and":
    case "or":
      if (type === "bool") return { kind: "logical", type, op: name, left, right };
      break;
    case "xor":
      if (type === "bool") return { kind: "compare", type, op: "ne", left, right };
  }
  const bits: KernelExpression = { kind: "bits", type: "int", op: name, left, right };
  // The 32-bit operators give signed numbers; `>>> 0` reads the same bits as unsigned.
  return unsigned ? { kind: "bits", type: "int", op: "ushr", left: bits, right: { kind: "const", type: "int", value: 0 } } : bits;
}
