// Expressions with their types. Values come back as expressions without side effects; what has to happen before goes to `out`.
//
//   a ? { re: f(x) } : z   ->   test = a;  { re: test ? f(x) : z.re }
import type { KernelExpression, KernelStatement } from "../../../ir/kernel.ts";
import type { ExpressionSyntax, RecordPart } from "../syntax.ts";
import { describe, elementType, join, leavesOf } from "../valueType.ts";
import { assignPattern, partOf } from "./assign.ts";
import { lowerBuiltin } from "./builtins.ts";
import { lowerCall } from "./calls.ts";
import { lowerRead } from "./reads.ts";
import { calls } from "./effects.ts";
import type { Frame } from "./frame.ts";
import { complain, freshName, hold, newLocal, protect, readCapture, readVariable } from "./frame.ts";
import { binaryValue, scalarOperand, unaryValue } from "./operators.ts";
import type { Scalar, Value } from "./value.ts";
import { boolean, constant, local, numberValue, scalarValue, scalarsAs, scalarsOf, toScalar, truth, typeOf, unknownValue, valueOf } from "./value.ts";

type Of<K extends ExpressionSyntax["kind"]> = ExpressionSyntax & { readonly kind: K };

export function lowerExpression(frame: Frame, e: ExpressionSyntax, out: KernelStatement[]): Value {
  switch (e.kind) {
    case "number":
      return numberValue(e.value);
    case "boolean":
      return boolean(constant("bool", e.value));
    case "variable":
      return readVariable(frame, e.variable);
    case "capture":
      return readCapture(frame, e.capture);
    case "neighbour":
      return readNeighbour(frame, e);
    case "read":
      return lowerRead(frame, e, lowerAll(frame, e.indices, out), out);
    case "record":
      return lowerRecord(frame, e, out);
    case "field":
      return partOf(frame, lowerExpression(frame, e.object, out), e.field, e.node);
    case "unary":
      return e.op === "!" ? boolean(not(lowerTest(frame, e.operand, out))) : unaryValue(frame, e.op, lowerExpression(frame, e.operand, out), e.node);
    case "binary": {
      const [left, right] = lowerAll(frame, [e.left, e.right], out);
      return binaryValue(frame, e.op, left!, right!, e.node, out);
    }
    case "logical":
      return lowerLogical(frame, e, out);
    case "conditional":
      return choose(frame, e, lowerTest(frame, e.test, out), (into) => lowerExpression(frame, e.then, into), (into) => lowerExpression(frame, e.else, into), out);
    case "assign": {
      const value = lowerExpression(frame, e.value, out);
      if (e.target.kind === "variable") {
        assignPattern(frame, e.target, value, out);
        return readVariable(frame, e.target.variable);
      }
      const kept = holdValue(frame, value, out);
      assignPattern(frame, e.target, kept, out);
      return kept;
    }
    case "postfix": {
      const old = scalarOperand(frame, readVariable(frame, e.variable), e.delta === 1 ? "++" : "--", e.node);
      if (!old) return unknownValue;
      const name = newLocal(frame, "old", old.expr.type);
      out.push({ kind: "assign", target: name, value: old.expr });
      const kept = scalarValue(old.type, local(old.expr.type, name));
      assignPattern(frame, { kind: "variable", variable: e.variable, node: e.node }, binaryValue(frame, e.delta === 1 ? "+" : "-", kept, numberValue(1), e.node, out), out);
      return kept;
    }
    case "comma":
      lowerEffect(frame, e.left, out);
      return lowerExpression(frame, e.right, out);
    case "builtin":
      return lowerBuiltin(frame, e.name, lowerAll(frame, e.args, out), e.args, e.node, out);
    case "call":
      return lowerCall(frame, e, lowerAll(frame, e.args, out), out);
    case "wrong":
      return unknownValue;
  }
}

/** An expression whose value is not used. */
export function lowerEffect(frame: Frame, e: ExpressionSyntax, out: KernelStatement[]): Value {
  if (e.kind === "comma") {
    lowerEffect(frame, e.left, out);
    return lowerEffect(frame, e.right, out);
  }
  if (e.kind === "logical" || e.kind === "conditional") {
    // `x > 0 && n++` is an `if`.
    const test = lowerTest(frame, e.kind === "logical" ? e.left : e.test, out), then: KernelStatement[] = [], otherwise: KernelStatement[] = [];
    if (e.kind === "conditional") {
      lowerUnused(frame, e.then, then);
      lowerUnused(frame, e.else, otherwise);
    } else lowerUnused(frame, e.right, e.op === "&&" ? then : otherwise);
    if (then.length + otherwise.length > 0 || calls(test)) out.push({ kind: "if", test, then, else: otherwise });
    return { kind: "nothing" };
  }
  if (e.kind !== "assign") return lowerExpression(frame, e, out);
  assignPattern(frame, e.target, lowerExpression(frame, e.value, out), out);
  return { kind: "nothing" };
}

/** As a statement: what a call computes is dropped, but not what it may throw. */
export function lowerUnused(frame: Frame, e: ExpressionSyntax, out: KernelStatement[]): void {
  for (const { expr } of scalarsOf(lowerEffect(frame, e, out))) {
    if (calls(expr)) out.push({ kind: "assign", target: newLocal(frame, "unused", expr.type), value: expr });
  }
}

/** Operands from left to right: what a later one changes does not reach an earlier one. */
export function lowerAll(frame: Frame, operands: readonly ExpressionSyntax[], out: KernelStatement[]): readonly Value[] {
  const values: Value[] = [];
  for (const e of operands) {
    const mark = out.length, value = lowerExpression(frame, e, out);
    values.forEach((earlier, k) => (values[k] = protect(frame, earlier, out, mark)));
    values.push(value);
  }
  return values;
}

export const not = (test: KernelExpression): KernelExpression =>
  test.kind === "const" ? constant("bool", !test.value) : test.kind === "unary" && test.op === "not" ? test.operand : { kind: "unary", type: "bool", op: "not", operand: test };

/** The expression as a condition: numbers count as true unless they are 0 or NaN. */
export function lowerTest(frame: Frame, e: ExpressionSyntax, out: KernelStatement[]): KernelExpression {
  if (e.kind === "unary" && e.op === "!") return not(lowerTest(frame, e.operand, out));
  if (e.kind === "logical") return decide(frame, e.op, lowerTest(frame, e.left, out), (into) => lowerTest(frame, e.right, into), out);
  const value = lowerExpression(frame, e, out);
  if (value.kind === "scalar") return truth(value);
  // An object is always true in JavaScript, which nobody means.
  if (value.kind !== "unknown") complain(frame, "SPMD2043", e.node, { op: "true or false", type: describe(typeOf(value)), instead: "compare a field, as in a.re !== 0" });
  return constant("bool", false);
}

/** `left && right`, `left || right` on booleans. */
function decide(frame: Frame, op: "&&" | "||", left: KernelExpression, lowerRight: (into: KernelStatement[]) => KernelExpression, out: KernelStatement[]): KernelExpression {
  const before: KernelStatement[] = [], right = lowerRight(before);
  if (before.length === 0) return { kind: "logical", type: "bool", op: op === "&&" ? "and" : "or", left, right };
  const name = newLocal(frame, "test", "bool"), test = local("bool", name);
  out.push({ kind: "assign", target: name, value: left });
  out.push({ kind: "if", test: op === "&&" ? test : not(test), then: [...before, { kind: "assign", target: name, value: right }], else: [] });
  return test;
}

function lowerLogical(frame: Frame, e: Of<"logical">, out: KernelStatement[]): Value {
  const left = scalarOperand(frame, lowerExpression(frame, e.left, out), e.op, e.left.node);
  if (!left) {
    lowerExpression(frame, e.right, []);
    return unknownValue;
  }
  const right = (into: KernelStatement[]): Value => lowerExpression(frame, e.right, into);
  if (left.type.type !== "bool") {
    const held = scalarValue(left.type, hold(frame, "left", left.expr, out)), test = truth(held);
    return choose(frame, e, test, e.op === "&&" ? right : () => held, e.op === "&&" ? () => held : right, out);
  }
  let wrong = false;
  const expr = decide(frame, e.op, left.expr, (into) => {
    const value = scalarOperand(frame, right(into), e.op, e.right.node);
    if (value && value.type.type !== "bool") complain(frame, "SPMD2048", e.node, { op: e.op, left: describe(left.type), right: describe(value.type) });
    wrong = !value || value.type.type !== "bool";
    return value ? truth(value) : constant("bool", false);
  }, out);
  return wrong ? unknownValue : boolean(expr);
}

/** One of two values; an arm that needs statements runs them only if it is taken. */
function choose(frame: Frame, e: ExpressionSyntax, test: KernelExpression, lowerThen: (into: KernelStatement[]) => Value, lowerElse: (into: KernelStatement[]) => Value, out: KernelStatement[]): Value {
  const thenBefore: KernelStatement[] = [], elseBefore: KernelStatement[] = [];
  const then = lowerThen(thenBefore), otherwise = lowerElse(elseBefore), type = join(typeOf(then), typeOf(otherwise));
  if (!type) return complain(frame, "SPMD2048", e.node, { op: e.kind === "logical" ? e.op : "? :", left: describe(typeOf(then)), right: describe(typeOf(otherwise)) });
  if (then.kind === "unknown" || otherwise.kind === "unknown") return then.kind === "unknown" ? otherwise : then;
  const leaves = leavesOf(type), thens = scalarsAs(then, type), elses = scalarsAs(otherwise, type);
  let made: readonly KernelExpression[];
  if (thenBefore.length + elseBefore.length === 0) {
    const held = leaves.length > 1 ? hold(frame, "test", test, out) : test;
    made = leaves.map(([, t], k) => ({ kind: "conditional", type: t.type, test: held, then: toScalar(thens[k]!.expr, t.type), else: toScalar(elses[k]!.expr, t.type) }));
  } else {
    const names = leaves.map(([path, t]) => newLocal(frame, path === "" ? "chosen" : `chosen.${path}`, t.type));
    const assign = (values: readonly (Scalar | undefined)[]): KernelStatement[] => names.map((target, k) => ({ kind: "assign", target, value: toScalar(values[k]!.expr, leaves[k]![1].type) }));
    out.push({ kind: "if", test, then: [...thenBefore, ...assign(thens)], else: [...elseBefore, ...assign(elses)] });
    made = names.map((name, k) => local(leaves[k]![1].type, name));
  }
  let k = 0;
  return valueOf(type, () => made[k++]!);
}

function lowerRecord(frame: Frame, e: Of<"record">, out: KernelStatement[]): Value {
  const values = lowerAll(frame, e.parts.map((p: RecordPart) => p.value), out), fields = new Map<string, Value>();
  for (const [k, part] of e.parts.entries()) {
    const value = values[k]!;
    if (part.kind === "field") fields.set(part.field, value);
    else if (value.kind === "record") for (const [field, inner] of value.fields) fields.set(field, inner);
    else if (value.kind === "unknown") return unknownValue;
    else return complain(frame, "SPMD2045", part.value.node, { type: describe(typeOf(value)), field: "...", instead: "spread records only" });
  }
  return { kind: "record", list: e.list, fields };
}

export function holdValue(frame: Frame, value: Value, out: KernelStatement[]): Value {
  if (value.kind === "scalar") return scalarValue(value.type, copy(frame, value.expr, out));
  return value.kind === "record" ? { ...value, fields: new Map([...value.fields].map(([field, inner]) => [field, holdValue(frame, inner, out)])) } : value;
}

/** A local that keeps the value, whatever happens to what it was computed from. */
function copy(frame: Frame, expr: KernelExpression, out: KernelStatement[]): KernelExpression {
  if (expr.kind === "const") return expr;
  const name = newLocal(frame, "value", expr.type);
  out.push({ kind: "assign", target: name, value: expr });
  return local(expr.type, name);
}

function readNeighbour(frame: Frame, e: Of<"neighbour">): Value {
  if (!frame.element) return unknownValue;
  const key = e.offset.join(","), type = elementType(frame.element);
  let known = frame.neighbours.get(key);
  // at(-1, 0)  ->  at_m1_0
  if (!known) frame.neighbours.set(key, (known = { offset: e.offset, name: freshName(frame, `at_${e.offset.map((o) => (o < 0 ? `m${-o}` : `${o}`)).join("_")}`) }));
  const { name } = known;
  return valueOf(type, (path, t) => local(t.type, path === "" ? name : `${name}.${path}`));
}
