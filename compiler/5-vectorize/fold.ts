// Simplification that keeps every bit: constants are computed, conversions that undo each other vanish, decided branches go.
//
//   toInt32 (fromInt32 x)  ->  x        2 * 0.5  ->  1        if true { a } else { b }  ->  a
//
// Floating-point arithmetic is not rearranged: x + 0 and x * 0 stay.
import { scalarIntrinsics } from "../ops/scalar.ts";
import { constant } from "../inline/convert.ts";
import type { LaneExpression, LaneStatement } from "../ir/lanes.ts";
import { mapExpression, mapStatements } from "./rewrite.ts";

export const fold = (e: LaneExpression): LaneExpression => mapExpression(e, foldOne);

export function foldStatements(statements: readonly LaneStatement[]): LaneStatement[] {
  return mapStatements(statements, fold).flatMap((s): readonly LaneStatement[] => {
    switch (s.kind) {
      case "if":
        if (s.test.kind === "const") return foldStatements(s.test.value ? s.then : s.else);
        return [{ ...s, then: foldStatements(s.then), else: foldStatements(s.else) }];
      case "while":
        if (s.testFirst && s.test.kind === "const" && !s.test.value) return foldStatements(s.before);
        return [{ ...s, before: foldStatements(s.before), body: foldStatements(s.body), step: foldStatements(s.step) }];
      case "block":
        return [{ ...s, body: foldStatements(s.body) }];
      default:
        return [s];
    }
  });
}

function foldOne(e: LaneExpression): LaneExpression {
  switch (e.kind) {
    case "unary":
      return foldUnary(e);
    case "binary": {
      if (e.left.kind === "const" && e.right.kind === "const") {
        const value = binaryValue(e, e.left.value, e.right.value);
        if (value !== undefined) return constant(e.type, value);
      }
      return e;
    }
    case "compare":
      return e.left.kind === "const" && e.right.kind === "const" ? constant("bool", compareValue(e.op, Number(e.left.value), Number(e.right.value))) : e;
    case "logical":
      if (e.left.kind === "const") return Boolean(e.left.value) === (e.op === "and") ? e.right : e.left;
      if (e.right.kind === "const" && Boolean(e.right.value) === (e.op === "and")) return e.left;
      return e;
    case "select":
      return e.test.kind === "const" ? (e.test.value ? e.then : e.else) : e;
    case "intrinsic": {
      const row = scalarIntrinsics.get(e.fn);
      if (!row || !e.args.every((a) => a.kind === "const")) return e;
      const value = row.reference(...e.args.map((a) => Number(a.kind === "const" ? a.value : 0)));
      return constant(e.type, e.type === "f32" ? Math.fround(value) : value);
    }
    default:
      return e;
  }
}

function foldUnary(e: LaneExpression & { readonly kind: "unary" }): LaneExpression {
  const x = e.operand;
  if (x.kind === "const") {
    const value = unaryValue(e, x.value);
    if (value !== undefined) return constant(e.type, value);
  }
  if (x.kind === "unary") {
    if ((e.op === "toInt32" || e.op === "truncate") && (x.op === "fromInt32" || x.op === "fromUint32")) return x.operand;
    if (e.op === "demote" && x.op === "promote") return x.operand;
    if ((e.op === "not" && x.op === "not") || (e.op === "toBool" && x.op === "fromBool")) return x.operand;
    // A sign extension of fewer or the same bits.
    if (e.op === "extend8" && (x.op === "extend8" || x.op === "extend16")) return foldOne({ ...e, operand: x.operand });
    if (e.op === "extend16" && x.op === "extend16") return x;
  }
  if (e.op === "not" && x.kind === "compare" && (x.op === "eq" || x.op === "ne")) return { ...x, op: x.op === "eq" ? "ne" : "eq" };
  return e;
}

function unaryValue(e: LaneExpression & { readonly kind: "unary" }, value: number | boolean): number | boolean | undefined {
  const x = Number(value);
  switch (e.op) {
    case "neg": return e.type === "i32" ? -x | 0 : -x;
    case "not": return !value;
    case "promote":
    case "fromInt32":
    case "fromBool": return x;
    case "demote": return Math.fround(x);
    case "fromUint32": return x >>> 0;
    case "toInt32":
    case "truncate": return x | 0;
    case "toBool": return x !== 0;
    case "extend8": return (x << 24) >> 24;
    case "extend16": return (x << 16) >> 16;
    case "any": return undefined;
  }
}

function binaryValue(e: LaneExpression & { readonly kind: "binary" }, left: number | boolean, right: number | boolean): number | boolean | undefined {
  if (e.type === "bool") return e.op === "and" ? Boolean(left) && Boolean(right) : e.op === "or" ? Boolean(left) || Boolean(right) : left !== right;
  const a = Number(left), b = Number(right), round = e.type === "f32" ? Math.fround : e.type === "i32" ? (x: number): number => x | 0 : (x: number): number => x;
  switch (e.op) {
    case "add": return round(a + b);
    case "sub": return round(a - b);
    case "mul": return e.type === "i32" ? Math.imul(a, b) : round(a * b);
    case "div": return e.type === "i32" && b === 0 ? undefined : round(a / b);
    case "rem": return e.type === "i32" && b === 0 ? undefined : round(a % b);
    case "and": return a & b;
    case "or": return a | b;
    case "xor": return a ^ b;
    case "shl": return a << b;
    case "shr": return a >> b;
    case "ushr": return (a >>> b) | 0;
  }
}

export function compareValue(op: (LaneExpression & { readonly kind: "compare" })["op"], a: number, b: number): boolean {
  switch (op) {
    case "lt": return a < b;
    case "le": return a <= b;
    case "gt": return a > b;
    case "ge": return a >= b;
    case "eq": return a === b;
    case "ne": return a !== b;
  }
}
