// The built-in monoids: what `add mul min max and or xor` are on elements of each dtype, as data and as a kernel function.
//
//   builtinMonoid("add", "f32")  ->  { name: "add", identity: 0, fn: @add$f32 },   kernel add$f32(a: f32, b: f32) -> (f32) { return a + b }
//   builtinMonoid("or", "u16")   ->  { name: "or", identity: 0, fn: @or$int },     kernel or$int(a: int, b: int) -> (int) { return a | b }
//
// The function works on the scalar type of the accumulator (`accumulatorOf`): numbers for integers, so that sums stay exact; bitwise ones on `int`.
// Identities: 0, 1, +Infinity, -Infinity; `and or xor` are logical on bool (true, false, false) and bitwise on integers (all bits of the dtype, 0, 0).
import type { Monoid } from "../ir/array.ts";
import type { KernelExpression, KernelFunction } from "../ir/kernel.ts";
import type { DType, ElementType, ScalarType } from "../ir/types.ts";
import { integerRange } from "../ir/types.ts";
import { nowhere } from "./form.ts";

export type MonoidName = "add" | "mul" | "min" | "max" | "and" | "or" | "xor";
export const monoidNames: readonly MonoidName[] = ["add", "mul", "min", "max", "and", "or", "xor"];
export const isMonoidName = (name: string): name is MonoidName => (monoidNames as readonly string[]).includes(name);

/** `and`, `or` and `xor` have no meaning on floats. */
export const isBitwise = (name: MonoidName): boolean => name === "and" || name === "or" || name === "xor";
/** Of records only sums: field by field, where all fields are numbers. */
export const accepts = (name: MonoidName, element: ElementType): boolean =>
  typeof element === "string" ? !isBitwise(name) || integerRange[element] !== undefined : name === "add" && Object.values(element).every((dtype) => dtype !== "bool");

export function builtinMonoid(name: MonoidName, element: ElementType): { readonly monoid: Monoid; readonly fn: KernelFunction } {
  if (!accepts(name, element)) throw new Error(`${name} does not combine ${JSON.stringify(element)}`);
  if (typeof element === "string") return ofDType(name, element);
  const fields = Object.entries(element), types = fields.map(([, dtype]) => functionType(name, dtype)), id = `@${name}$${fields.map(([field], k) => `${field}$${types[k]!}`).join("$")}` as const;
  const params = ["a", "b"].map((side) => fields.map(([field], k) => ({ name: `${side}.${field}`, type: types[k]! })));
  const local = (side: number, k: number): KernelExpression => ({ kind: "local", ...params[side]![k]! });
  const fn: KernelFunction = {
    id,
    params: params.flat(),
    locals: [],
    results: fields.map(([field], k) => ({ field, type: types[k]! })),
    body: [{ kind: "return", values: fields.map((_, k) => combined(name, types[k]!, local(0, k), local(1, k), false)) }],
    span: nowhere,
  };
  return { monoid: { name, identity: Object.fromEntries(fields.map(([field, dtype]) => [field, identityOf(name, dtype)])), fn: id }, fn };
}

function ofDType(name: MonoidName, dtype: DType): { readonly monoid: Monoid; readonly fn: KernelFunction } {
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
  return { monoid: { name, identity: identityOf(name, dtype), fn: id, ...(name === "add" || name === "mul" ? {} : { anyOrder: true }) }, fn };
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
