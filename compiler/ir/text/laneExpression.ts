// Lane expressions as syntax and back; types that follow from operands are not printed.
import type { LaneArithmetic, LaneComparison, LaneExpression, LaneType, LaneUnary } from "../lanes.ts";
import type { NumberType, Syntax } from "./expression.ts";
import { arithmeticMarks, bitMarks, comparisonMarks, keyOf } from "./kernelExpression.ts";

export type LaneLocals = ReadonlyMap<string, LaneType>;

const marks: Readonly<Record<LaneArithmetic, string>> = { ...arithmeticMarks, ...bitMarks };
const comparisons: Readonly<Record<LaneComparison, string>> = comparisonMarks;
const logicalMarks = { and: "&&", or: "||" } as const;
const prefixes = { neg: "-", not: "!" } as const;
/** What the operators that are printed as calls give, unless they say otherwise. */
const unaryResults: Readonly<Record<Exclude<LaneUnary, "neg" | "not">, LaneType>> = {
  promote: "f64", demote: "f32", fromInt32: "f64", fromUint32: "f64", toInt32: "i32", truncate: "i32", fromBool: "i32", toBool: "bool", extend8: "i32", extend16: "i32", any: "bool",
};
const numberTypes: Readonly<Record<Exclude<LaneType, "bool">, NumberType>> = { i32: "integer", f64: "f64", f32: "f32" };
const laneTypes: Readonly<Record<NumberType, LaneType>> = { integer: "i32", f64: "f64", f32: "f32" };

export function laneSyntax(e: LaneExpression): Syntax {
  const call = (head: string, args: readonly Syntax[], type?: string): Syntax => ({ kind: "call", head, args, ...(type === undefined ? {} : { type }) });
  const count = (value: number): Syntax => ({ kind: "number", value, type: "integer" });
  const infix = (op: string, left: LaneExpression, right: LaneExpression): Syntax => ({ kind: "infix", op, left: laneSyntax(left), right: laneSyntax(right) });
  switch (e.kind) {
    case "const": return typeof e.value === "boolean" || e.type === "bool" ? { kind: "bool", value: Boolean(e.value) } : { kind: "number", value: e.value, type: numberTypes[e.type] };
    case "local": return { kind: "name", name: e.name };
    case "capture": return call("capture", [count(e.capture)]);
    case "index": return call("index", [count(e.axis)]);
    case "load": return call("load", [count(e.buffer)], e.type);
    case "read": return call(e.adjacent ? "adjacent" : "read", [count(e.buffer), laneSyntax(e.position), ...(e.mask ? [laneSyntax(e.mask)] : [])], e.type);
    case "unary": return e.op === "neg" || e.op === "not" ? { kind: "prefix", op: prefixes[e.op], operand: laneSyntax(e.operand) } : call(e.op, [laneSyntax(e.operand)], e.type === unaryResults[e.op] ? undefined : e.type);
    case "binary": return infix(marks[e.op], e.left, e.right);
    case "compare": return infix(comparisons[e.op], e.left, e.right);
    case "logical": return infix(logicalMarks[e.op], e.left, e.right);
    case "select": return call("select", [laneSyntax(e.test), laneSyntax(e.then), laneSyntax(e.else)]);
    case "intrinsic": return call(e.fn, e.args.map(laneSyntax), e.type);
  }
}

export function laneExpression(s: Syntax, locals: LaneLocals): LaneExpression {
  const inner = (part: Syntax): LaneExpression => laneExpression(part, locals);
  switch (s.kind) {
    case "number": return { kind: "const", type: laneTypes[s.type], value: s.value };
    case "bool": return { kind: "const", type: "bool", value: s.value };
    case "name": {
      const type = locals.get(s.name);
      if (type === undefined) throw new SyntaxError(`no local is named ${s.name}`);
      return { kind: "local", type, name: s.name };
    }
    case "prefix": {
      const operand = inner(s.operand), op = keyOf(prefixes, s.op);
      if (!op) throw new SyntaxError(`${s.op} is not an operator of lanes`);
      return { kind: "unary", type: operand.type, op, operand };
    }
    case "infix": return infixExpression(s.op, inner(s.left), inner(s.right));
    case "call": return callExpression(s, inner);
    default: throw new SyntaxError(`a ${s.kind} cannot stand in lanes`);
  }
}

function infixExpression(mark: string, left: LaneExpression, right: LaneExpression): LaneExpression {
  const logical = keyOf(logicalMarks, mark), compare = keyOf(comparisons, mark), binary = keyOf(marks, mark);
  if (logical) return { kind: "logical", type: "bool", op: logical, left, right };
  if (compare) return { kind: "compare", type: "bool", op: compare, left, right };
  if (binary) return { kind: "binary", type: left.type, op: binary, left, right };
  throw new SyntaxError(`${mark} is not an operator of lanes`);
}

function callExpression(s: Extract<Syntax, { kind: "call" }>, inner: (part: Syntax) => LaneExpression): LaneExpression {
  const count = (): number => {
    const first = s.args[0];
    if (first?.kind !== "number") throw new SyntaxError(`${s.head} takes a number`);
    return first.value;
  };
  if (s.head === "capture") return { kind: "capture", type: "f64", capture: count() };
  if (s.head === "index") return { kind: "index", type: "i32", axis: count() };
  if (s.head === "load") return { kind: "load", type: laneTypeOf(s.type), buffer: count() };
  if ((s.head === "read" || s.head === "adjacent") && s.args[1]) {
    const mask = s.args[2] && inner(s.args[2]);
    return { kind: "read", type: laneTypeOf(s.type), buffer: count(), position: inner(s.args[1]), ...(mask && { mask }), ...(s.head === "adjacent" ? { adjacent: true } : {}) };
  }
  const args = s.args.map(inner), [a, b, c] = args;
  if (s.head === "select" && a && b && c) return { kind: "select", type: b.type, test: a, then: b, else: c };
  if (s.head in unaryResults && a) {
    const op = s.head as Exclude<LaneUnary, "neg" | "not">;
    return { kind: "unary", type: s.type === undefined ? unaryResults[op] : laneTypeOf(s.type), op, operand: a };
  }
  return { kind: "intrinsic", type: laneTypeOf(s.type), fn: s.head, args };
}

function laneTypeOf(text: string | undefined): LaneType {
  if (text !== "f64" && text !== "f32" && text !== "i32" && text !== "bool") throw new SyntaxError(`${text} is not a lane type`);
  return text;
}
