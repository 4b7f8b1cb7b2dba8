// Types of values while a kernel is lowered, and what they become when they meet.
//
// A number is `int`, `f64` or `f32`, and *firm* if an element of an array that is not f32 is in it; f32 is always firm. Literals, indices and captured host scalars are not firm:
//
//   int  <  int firm, f64        f64  <  f32, f64 firm        int firm, f32  <  f64 firm
//
// so the least type above two numbers is what their sum is computed in: an f32 element times a literal stays f32, times an element of an i32 array it is f64.
// `unknown` is below everything: a variable not yet assigned, or a value already reported as wrong.
import type { ElementType, ScalarType } from "../../ir/types.ts";
import { scalarOf } from "../../ir/types.ts";

export type ValueType =
  | { readonly kind: "scalar"; readonly type: ScalarType; readonly firm: boolean }
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, ValueType>; readonly list: boolean }
  /** What a function without a result gives. */
  | { readonly kind: "nothing" }
  | { readonly kind: "unknown" };

export type NumberType = ValueType & { readonly kind: "scalar" };

const scalar = (type: ScalarType, firm: boolean): NumberType => ({ kind: "scalar", type, firm });
export const int = scalar("int", false), firmInt = scalar("int", true);
export const f64 = scalar("f64", false), firmF64 = scalar("f64", true);
export const f32 = scalar("f32", true), bool = scalar("bool", false);
export const nothing: ValueType = { kind: "nothing" }, unknown: ValueType = { kind: "unknown" };

export const numberType = (type: ScalarType, firm: boolean): NumberType => {
  if (type === "f32") return f32;
  if (type === "bool") return bool;
  return type === "int" ? (firm ? firmInt : int) : firm ? firmF64 : f64;
};

/** What a kernel sees when it reads an element. */
export function elementType(element: ElementType): ValueType {
  if (typeof element === "string") return numberType(scalarOf(element), true);
  return { kind: "record", list: false, fields: new Map(Object.entries(element).map(([field, dtype]) => [field, numberType(scalarOf(dtype), true)])) };
}

/** The least number type above both; a boolean counts as 0 or 1. */
export function joinNumbers(a: NumberType, b: NumberType): NumberType {
  const x = asNumber(a), y = asNumber(b);
  if (x.type === "f32" || y.type === "f32") {
    const other = x.type === "f32" ? y : x;
    return other.type === "f32" || !other.firm ? f32 : firmF64;
  }
  return numberType(x.type === "int" && y.type === "int" ? "int" : "f64", x.firm || y.firm);
}

export const asNumber = (t: NumberType): NumberType => (t.type === "bool" ? int : t);

/** The least type above both, or undefined if nothing holds both: a number and a boolean, records with other fields. */
export function join(a: ValueType, b: ValueType): ValueType | undefined {
  if (a === b || b.kind === "unknown") return a;
  if (a.kind === "unknown") return b;
  if (a.kind === "scalar" && b.kind === "scalar") {
    if (a.type === "bool" || b.type === "bool") return a.type === b.type ? a : undefined;
    return joinNumbers(a, b);
  }
  if (a.kind !== "record" || b.kind !== "record" || a.fields.size !== b.fields.size || a.list !== b.list) return undefined;
  const fields = new Map<string, ValueType>();
  for (const [field, type] of a.fields) {
    const other = b.fields.get(field), both = other && join(type, other);
    if (!both) return undefined;
    fields.set(field, both);
  }
  return { kind: "record", list: a.list, fields };
}

export function sameType(a: ValueType, b: ValueType): boolean {
  if (a === b) return true;
  if (a.kind !== "record" || b.kind !== "record") return a.kind === b.kind && a.kind !== "scalar" && a.kind !== "record";
  return a.list === b.list && a.fields.size === b.fields.size && [...a.fields].every(([field, type]) => b.fields.has(field) && sameType(type, b.fields.get(field)!));
}

/** The scalars of a value in order, with their paths: "" for a plain one, "re" and "im", "a.re". */
export function leavesOf(type: ValueType, path = ""): readonly (readonly [path: string, type: NumberType])[] {
  if (type.kind === "scalar") return [[path, type]];
  if (type.kind !== "record") return [];
  return [...type.fields].flatMap(([field, inner]) => leavesOf(inner, path === "" ? field : `${path}.${field}`));
}

/** For people: "a number", "{ re, im }". */
export function describe(type: ValueType): string {
  switch (type.kind) {
    case "scalar":
      return type.type === "bool" ? "a boolean" : "a number";
    case "record":
      return type.list ? `a list of ${type.fields.size} values` : `{ ${[...type.fields.keys()].join(", ")} }`;
    case "nothing":
      return "nothing";
    case "unknown":
      return "an unknown value";
  }
}

/** Short and one to one: part of the key of a specialization. */
export function keyOf(type: ValueType): string {
  switch (type.kind) {
    case "scalar":
      return type.type + (type.firm && type.type !== "f32" ? "!" : "");
    case "record":
      return `${type.list ? "[" : "{"}${[...type.fields].map(([field, inner]) => `${field}:${keyOf(inner)}`).join(",")}}`;
    default:
      return type.kind;
  }
}
