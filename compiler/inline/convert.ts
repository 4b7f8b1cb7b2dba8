// Changes of representation between what the kernel level says (f64, f32, int, bool; dtypes of buffers) and lane values.
//
//   store an int into i16:  x  ->  toInt32 x            (the store keeps the low half word)
//   read it back:           x  ->  fromInt32 (extend16 (toInt32 x))
//
// An `int` is an f64 lane here; narrow.ts turns it into i32 where nobody can tell.
import type { LaneExpression, LaneType, LaneUnary } from "../ir/lanes.ts";
import type { DType, ScalarType } from "../ir/types.ts";
import { scalarOf } from "../ir/types.ts";

export const laneOf: Readonly<Record<ScalarType, LaneType>> = { f64: "f64", f32: "f32", int: "f64", bool: "bool" };

export const constant = (type: LaneType, value: number | boolean): LaneExpression => ({ kind: "const", type, value });
export const local = (type: LaneType, name: string): LaneExpression => ({ kind: "local", type, name });
export const unary = (type: LaneType, op: LaneUnary, operand: LaneExpression): LaneExpression => ({ kind: "unary", type, op, operand });

/** A constant of a kernel type, in the lane type that holds it. */
export function constantOf(type: ScalarType, value: number | boolean): LaneExpression {
  if (type === "bool") return constant("bool", typeof value === "boolean" ? value : value !== 0 && !Number.isNaN(value));
  return constant(laneOf[type], type === "f32" ? Math.fround(Number(value)) : Number(value));
}

/** From one lane type to another, keeping the value where it fits: f32 rounds, numbers to bool test for truth. `i32` operands are integers read as signed. */
export function convertLane(value: LaneExpression, to: LaneType): LaneExpression {
  const from = value.type;
  if (from === to) return value;
  switch (to) {
    case "f64":
      return from === "f32" ? unary("f64", "promote", value) : unary("f64", "fromInt32", from === "bool" ? unary("i32", "fromBool", value) : value);
    case "f32":
      return unary("f32", "demote", convertLane(value, "f64"));
    case "i32":
      return from === "bool" ? unary("i32", "fromBool", value) : unary("i32", "toInt32", convertLane(value, "f64"));
    case "bool":
      if (from === "i32") return unary("bool", "toBool", value);
      // Greater than zero in magnitude: false for NaN.
      return { kind: "compare", type: "bool", op: "gt", left: { kind: "intrinsic", type: from, fn: "abs", args: [value] }, right: constant(from, 0) };
  }
}

/** What a loaded i32 (bool, float) means as the kernel type of its dtype. */
export function fromLoaded(dtype: DType, loaded: LaneExpression): LaneExpression {
  if (dtype === "u32") return unary("f64", "fromUint32", loaded);
  return loaded.type === "i32" ? unary("f64", "fromInt32", loaded) : loaded;
}

/** The value to store into a buffer of this dtype; integer stores keep low bits, so ToInt32 is what every one of them needs. */
export function toStored(dtype: DType, value: LaneExpression): LaneExpression {
  if (dtype === "f64" || dtype === "f32" || dtype === "bool") return convertLane(value, dtype);
  return convertLane(value, "i32");
}

/** What a load gives after storing this as `dtype`. */
export function throughBuffer(dtype: DType, value: LaneExpression): LaneExpression {
  const stored = toStored(dtype, value);
  switch (dtype) {
    case "i8":
      return unary("i32", "extend8", stored);
    case "i16":
      return unary("i32", "extend16", stored);
    case "u8":
    case "u16":
      return { kind: "binary", type: "i32", op: "and", left: stored, right: constant("i32", dtype === "u8" ? 0xff : 0xffff) };
    default:
      return stored;
  }
}

/** Stored as `dtype` and read back, as lane type of `type`. */
export function readBack(dtype: DType, value: LaneExpression, type: ScalarType = scalarOf(dtype)): LaneExpression {
  return convertLane(fromLoaded(dtype, throughBuffer(dtype, value)), laneOf[type]);
}
