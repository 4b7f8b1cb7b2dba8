// Integers that lanes hold as f64 become i32 where the result is provably the same: values that fit, whose sign of zero nobody can see; and
// sums and products of which only the low 32 bits are asked for, while they are exact (below 2^53).
//
//   k: f64; while (k < 100) { s = s + k * k; k = k + 1 }; store toInt32 (k % 7)
//   k: i32; while (i32.lt k 100) { ... f64.add s (fromInt32 (i32.mul k k)) ... k = i32.add k 1 }; store (i32.rem k 7)
import type { LaneCode, LaneExpression, LaneStatement } from "../ir/lanes.ts";
import { constant, unary } from "../inline/convert.ts";
import type { Environment } from "./environment.ts";
import type { Flow, Surroundings } from "./flow.ts";
import { flowOf, rangeOf, refine } from "./flow.ts";
import type { Range } from "./ranges.ts";
import { isExact, isInt32 } from "./ranges.ts";
import { fold, foldStatements } from "./fold.ts";
import { mapOperands } from "./rewrite.ts";

interface Narrowing {
  readonly around: Surroundings;
  /** Locals that are i32 from now on. */
  readonly locals: ReadonlySet<string>;
}

/** `fixed`: locals that keep their type (accumulators). */
export function narrow(code: LaneCode, around: Surroundings, fixed: ReadonlySet<string>): LaneCode {
  const flow = flowOf(code.body, around), locals = narrowLocals(code, flow, around, fixed);
  const narrowing: Narrowing = { around, locals };
  return {
    ...code,
    locals: code.locals.map((l) => (locals.has(l.name) ? { ...l, type: "i32" } : l)),
    body: foldStatements(rewrite(narrowing, flow, code.body)),
  };
}

/** Locals all of whose values are 32-bit integers that need no conversion to become so. */
function narrowLocals(code: LaneCode, flow: Flow, around: Surroundings, fixed: ReadonlySet<string>): ReadonlySet<string> {
  const fits = code.locals.filter((l) => l.type === "f64" && !fixed.has(l.name)).map((l) => l.name).filter((name) => {
    const range = flow.assigned.get(name);
    return range !== undefined && isInt32(range) && !range.minusZero;
  });
  const locals = new Set(fits), narrowing: Narrowing = { around, locals };
  for (let changed = true; changed; ) {
    changed = false;
    for (const [s, env] of flow.before) {
      if (s.kind !== "assign" || !locals.has(s.target) || asInt32(narrowing, s.value, env, true)) continue;
      locals.delete(s.target);
      changed = true;
    }
  }
  return locals;
}

function rewrite(narrowing: Narrowing, flow: Flow, statements: readonly LaneStatement[]): LaneStatement[] {
  const list = (inner: readonly LaneStatement[]): LaneStatement[] => rewrite(narrowing, flow, inner);
  return statements.flatMap((s): readonly LaneStatement[] => {
    const env = flow.before.get(s);
    // Never reached.
    if (!env) return [];
    const value = (e: LaneExpression, at = env): LaneExpression => fold(same(narrowing, e, at, true));
    switch (s.kind) {
      case "assign":
        return [{ ...s, value: narrowing.locals.has(s.target) ? fold(asInt32(narrowing, s.value, env, true)!) : value(s.value) }];
      case "store":
        return [{ ...s, value: value(s.value) }];
      case "if":
        return [{ ...s, test: value(s.test), then: list(s.then), else: list(s.else) }];
      case "while": {
        const test = value(s.test, flow.atTest.get(s) ?? env);
        return [{ ...s, before: list(s.before), test, body: list(s.body), step: list(s.step) }];
      }
      case "block":
        return [{ ...s, body: list(s.body) }];
      case "throw":
        return [{ ...s, values: s.values.map((v) => value(v)) }];
      default:
        return [s];
    }
  });
}

/** The same value in the same type. `zeroSign`: whether 0 and -0 must be told apart. */
function same(n: Narrowing, e: LaneExpression, env: Environment, zeroSign: boolean): LaneExpression {
  switch (e.kind) {
    case "local":
      return n.locals.has(e.name) ? unary("f64", "fromInt32", { kind: "local", type: "i32", name: e.name }) : e;
    case "compare": {
      const outcome = decided(e.op, rangeOf(e.left, env, n.around), rangeOf(e.right, env, n.around));
      if (outcome !== undefined && e.left.type !== "bool") return constant("bool", outcome);
      if (e.left.type === "f64") {
        const left = asInt32(n, e.left, env, false), right = left && asInt32(n, e.right, env, false);
        if (left && right) return { ...e, left, right };
      }
      return { ...e, left: same(n, e.left, env, false), right: same(n, e.right, env, false) };
    }
    case "logical":
      return { ...e, left: same(n, e.left, env, true), right: same(n, e.right, refine(e.left, e.op === "and", env, n.around), true) };
    case "unary":
      if (e.op === "toInt32" || e.op === "truncate") return lowBits(n, e.operand, env) ?? truncated(n, e.operand, env);
      return { ...e, operand: same(n, e.operand, env, zeroSign) };
  }
  const whole = e.type === "f64" && e.kind !== "const" ? asInt32(n, e, env, zeroSign) : undefined;
  if (whole) return unary("f64", "fromInt32", whole);
  switch (e.kind) {
    case "binary": {
      const left = rangeOf(e.left, env, n.around), right = rangeOf(e.right, env, n.around);
      // x + y sees the zero's sign of x only where y may be -0; a remainder that of the dividend only.
      const leftSign = e.op === "add" ? zeroSign && right.minusZero : e.op === "sub" ? zeroSign : e.op === "mul" || e.op === "div" || e.op === "rem" ? zeroSign : true;
      const rightSign = e.op === "add" ? zeroSign && left.minusZero : e.op === "sub" ? zeroSign && left.minusZero : e.op === "mul" ? zeroSign : e.op !== "rem";
      return { ...e, left: same(n, e.left, env, leftSign), right: same(n, e.right, env, rightSign) };
    }
    case "select":
      return { ...e, test: same(n, e.test, env, true), then: same(n, e.then, refine(e.test, true, env, n.around), zeroSign), else: same(n, e.else, refine(e.test, false, env, n.around), zeroSign) };
    default:
      return mapOperands(e, (operand) => same(n, operand, env, true));
  }
}

/** What a comparison gives for all values of the ranges, if always the same: a test of bounds that were made sure of before. */
function decided(op: (LaneExpression & { readonly kind: "compare" })["op"], left: Range, right: Range): boolean | undefined {
  if (left.nan || right.nan) return undefined;
  const below = left.high < right.low, above = left.low > right.high, notAbove = left.high <= right.low, notBelow = left.low >= right.high;
  switch (op) {
    case "lt": return below ? true : notBelow ? false : undefined;
    case "le": return notAbove ? true : above ? false : undefined;
    case "gt": return above ? true : notAbove ? false : undefined;
    case "ge": return notBelow ? true : below ? false : undefined;
    case "eq": return below || above ? false : undefined;
    case "ne": return below || above ? true : undefined;
  }
}

function truncated(n: Narrowing, e: LaneExpression, env: Environment): LaneExpression {
  const range = rangeOf(e, env, n.around), fits = !range.nan && range.low > -(2 ** 31) - 1 && range.high < 2 ** 31;
  return unary("i32", fits ? "truncate" : "toInt32", same(n, e, env, false));
}

/** The value as an i32, where it always is one and 32-bit operations give it; undefined otherwise. */
function asInt32(n: Narrowing, e: LaneExpression, env: Environment, zeroSign: boolean): LaneExpression | undefined {
  if (e.type !== "f64") return undefined;
  const range = rangeOf(e, env, n.around);
  if (!isInt32(range) || (zeroSign && range.minusZero)) return undefined;
  const part = (x: LaneExpression, at = env): LaneExpression | undefined => asInt32(n, x, at, false);
  switch (e.kind) {
    case "const":
      return constant("i32", Number(e.value) | 0);
    case "local":
      return n.locals.has(e.name) ? { kind: "local", type: "i32", name: e.name } : undefined;
    case "unary":
      if (e.op === "fromInt32" || e.op === "fromUint32") return same(n, e.operand, env, false);
      if (e.op !== "neg") return undefined;
      return mapped(part(e.operand), (operand) => unary("i32", "neg", operand));
    case "binary": {
      if (e.op === "add" || e.op === "sub" || e.op === "mul") return arithmetic(n, e, env);
      const divisor = rangeOf(e.right, env, n.around);
      if (e.op !== "rem" || (divisor.low <= 0 && divisor.high >= 0)) return undefined;
      const left = part(e.left), right = left && part(e.right);
      return left && right && { kind: "binary", type: "i32", op: "rem", left, right };
    }
    case "select": {
      const then = part(e.then, refine(e.test, true, env, n.around)), otherwise = then && part(e.else, refine(e.test, false, env, n.around));
      return then && otherwise && { kind: "select", type: "i32", test: same(n, e.test, env, true), then, else: otherwise };
    }
    case "intrinsic": {
      const [x, y] = e.args;
      if (e.fn === "min" || e.fn === "max" || e.fn === "abs") {
        const args = (y ? [x!, y] : [x!]).map((a) => part(a));
        return args.every((a) => a !== undefined) ? { kind: "intrinsic", type: "i32", fn: e.fn, args } : undefined;
      }
      if (e.fn !== "floor" && e.fn !== "ceil" && e.fn !== "trunc" && e.fn !== "round") return undefined;
      return e.fn === "floor" && x!.kind === "binary" && x!.op === "div" ? shifted(part(x!.left), x!.right) : part(x!);
    }
    default:
      return undefined;
  }
}

/** floor(x / 2^k) is a shift, which rounds down as well. */
function shifted(x: LaneExpression | undefined, divisor: LaneExpression): LaneExpression | undefined {
  const k = divisor.kind === "const" ? Math.log2(Number(divisor.value)) : -1;
  return x && Number.isInteger(k) && k >= 0 && k < 32 ? { kind: "binary", type: "i32", op: "shr", left: x, right: constant("i32", k) } : undefined;
}

/** An i32 that agrees with an exact integer modulo 2^32. */
function lowBits(n: Narrowing, e: LaneExpression, env: Environment): LaneExpression | undefined {
  const narrow = asInt32(n, e, env, false);
  if (narrow) return narrow;
  if (e.type !== "f64" || !isExact(rangeOf(e, env, n.around))) return undefined;
  switch (e.kind) {
    case "const":
      return constant("i32", Number(e.value) | 0);
    case "unary":
      if (e.op === "fromInt32" || e.op === "fromUint32") return same(n, e.operand, env, false);
      return e.op === "neg" ? mapped(lowBits(n, e.operand, env), (operand) => unary("i32", "neg", operand)) : undefined;
    case "binary":
      return e.op === "add" || e.op === "sub" || e.op === "mul" ? arithmetic(n, e, env) : undefined;
    case "select": {
      const then = lowBits(n, e.then, refine(e.test, true, env, n.around)), otherwise = then && lowBits(n, e.else, refine(e.test, false, env, n.around));
      return then && otherwise && { kind: "select", type: "i32", test: same(n, e.test, env, true), then, else: otherwise };
    }
    default:
      return undefined;
  }
}

function arithmetic(n: Narrowing, e: LaneExpression & { readonly kind: "binary" }, env: Environment): LaneExpression | undefined {
  const left = lowBits(n, e.left, env), right = left && lowBits(n, e.right, env);
  return left && right && { kind: "binary", type: "i32", op: e.op, left, right };
}

const mapped = (e: LaneExpression | undefined, f: (e: LaneExpression) => LaneExpression): LaneExpression | undefined => e && f(e);
