// Values while a kernel is lowered: typed expressions, records of them. Building expressions here keeps the IR's invariant that operands have the
// type of their operation.
import type { KernelExpression } from "../../../ir/kernel.ts";
import type { ScalarType } from "../../../ir/types.ts";
import type { NumberType, ValueType } from "../valueType.ts";
import { bool, f64, int, numberType } from "../valueType.ts";

export type Value =
  | { readonly kind: "scalar"; readonly type: NumberType; readonly expr: KernelExpression }
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, Value>; readonly list: boolean }
  | { readonly kind: "nothing" }
  | { readonly kind: "unknown" };
export type Scalar = Value & { readonly kind: "scalar" };

export const unknownValue: Value = { kind: "unknown" };
export const nothingValue: Value = { kind: "nothing" };
export const scalarValue = (type: NumberType, expr: KernelExpression): Scalar => ({ kind: "scalar", type, expr });

export function typeOf(value: Value): ValueType {
  if (value.kind === "scalar") return value.type;
  if (value.kind !== "record") return value;
  return { kind: "record", list: value.list, fields: new Map([...value.fields].map(([field, inner]) => [field, typeOf(inner)])) };
}

/** The scalars of a value, in the order of `leavesOf` its type. */
export function scalarsOf(value: Value): readonly Scalar[] {
  if (value.kind === "scalar") return [value];
  return value.kind === "record" ? [...value.fields.values()].flatMap(scalarsOf) : [];
}

/** The scalars of a value in the order of another type with the same fields; undefined where the value has none. */
export function scalarsAs(value: Value, type: ValueType): readonly (Scalar | undefined)[] {
  if (type.kind === "scalar") return [value.kind === "scalar" ? value : undefined];
  return type.kind === "record" ? [...type.fields].flatMap(([field, inner]) => scalarsAs((value.kind === "record" ? value.fields.get(field) : undefined) ?? unknownValue, inner)) : [];
}

/** A value of this type whose scalars are made from their paths. */
export function valueOf(type: ValueType, make: (path: string, type: NumberType) => KernelExpression, path = ""): Value {
  if (type.kind === "scalar") return scalarValue(type, make(path, type));
  if (type.kind !== "record") return type;
  return { kind: "record", list: type.list, fields: new Map([...type.fields].map(([field, inner]) => [field, valueOf(inner, make, path === "" ? field : `${path}.${field}`)])) };
}

export const constant = (type: ScalarType, value: number | boolean): KernelExpression => ({ kind: "const", type, value });
export const local = (type: ScalarType, name: string): KernelExpression => ({ kind: "local", type, name });

/** A number as it is written. -0 is made where it is needed, so that no integer constant is -0. */
export function numberValue(value: number): Scalar {
  if (Object.is(value, -0)) return scalarValue(int, { kind: "unary", type: "int", op: "neg", operand: constant("int", 0) });
  return Number.isInteger(value) && Math.abs(value) <= 2 ** 53 ? scalarValue(int, constant("int", value)) : scalarValue(f64, constant("f64", value));
}

/** The expression as another scalar type; constants change at once. */
export function toScalar(expr: KernelExpression, type: ScalarType): KernelExpression {
  if (expr.type === type) return expr;
  if (expr.kind !== "const") return { kind: "convert", type, operand: expr };
  if (type === "bool") return constant(type, Boolean(expr.value));
  return constant(type, type === "f32" ? Math.fround(Number(expr.value)) : Number(expr.value));
}

/** Whether a number counts as true: it is neither 0 nor NaN. */
export const truth = (value: Scalar): KernelExpression => toScalar(value.expr, "bool");
export const boolean = (expr: KernelExpression): Scalar => scalarValue(bool, expr);

/** A boolean as 0 or 1. */
export const asNumberValue = (value: Scalar): Scalar => (value.type.type === "bool" ? scalarValue(int, toScalar(value.expr, "int")) : value);

/** What bit operators take: an integer of any size; other numbers are truncated and wrapped to 32 bits as ECMAScript does. */
export function integerOperand(value: Scalar): Scalar {
  const number = asNumberValue(value);
  if (number.type.type === "int") return number;
  return scalarValue(integerLike(number.type), { kind: "cast", type: "int", to: "i32", operand: number.expr });
}

/** The integer type that a function of this number gives: an integer made of an f32 element goes on without widening. */
export const integerLike = (type: NumberType): NumberType => numberType("int", type.firm && type.type !== "f32");
