// Value ranges of locals at every statement: an abstract run of the code. A loop is run until its entry no longer changes; growing bounds
// are widened to a few thresholds, and one more round brings back what the loop's test bounds.
//
//   k = 0; while (k < 100) { k = k + 1 }      k is [0, 100] at the test, [0, 99] in the body, [100, 100] after
import type { LaneBuffer, LaneExpression, LaneStatement } from "../ir/lanes.ts";
import type { ScalarType } from "../ir/types.ts";
import type { Environment } from "./environment.ts";
import { extend, joinEnvironments, lookUp, noRanges, sameEnvironment, widen } from "./environment.ts";
import type { Range } from "./ranges.ts";
import { anyInt32, anyNumber, arithmeticRange, bit, int32Range, integers, intrinsicRange, join, negated, rangeOfConstant, rangeOfLoad, rounded, sameRange, toInt32Range } from "./ranges.ts";

/** What ranges depend on outside the code. */
export interface Surroundings {
  readonly buffers: readonly LaneBuffer[];
  readonly captures: readonly ScalarType[];
  /** Of the index space, where known. */
  readonly extents?: readonly (number | undefined)[];
}

export interface Flow {
  /** Ranges before each statement. */
  readonly before: ReadonlyMap<LaneStatement, Environment>;
  /** Ranges where a loop's test is made. */
  readonly atTest: ReadonlyMap<LaneStatement, Environment>;
  /** All values that a local is ever given. */
  readonly assigned: ReadonlyMap<string, Range>;
}

interface Run {
  readonly around: Surroundings;
  readonly before: Map<LaneStatement, Environment>;
  readonly atTest: Map<LaneStatement, Environment>;
  /** Environments that leave to a label: `L` for break, `L.next` for continue. */
  readonly leaving: Map<string, Environment | undefined>;
}

export function flowOf(statements: readonly LaneStatement[], around: Surroundings): Flow {
  const run: Run = { around, before: new Map(), atTest: new Map(), leaving: new Map() };
  list(run, statements, noRanges);
  const assigned = new Map<string, Range>();
  for (const [s, env] of run.before) {
    if (s.kind !== "assign") continue;
    const range = rangeOf(s.value, env, around), known = assigned.get(s.target);
    assigned.set(s.target, known ? join(known, range) : range);
  }
  return { before: run.before, atTest: run.atTest, assigned };
}

export function rangeOf(e: LaneExpression, env: Environment, around: Surroundings): Range {
  const of = (x: LaneExpression): Range => rangeOf(x, env, around);
  switch (e.kind) {
    case "const":
      return rangeOfConstant(Number(e.value));
    case "local":
      return e.type === "bool" ? bit : lookUp(env, e.name) ?? (e.type === "i32" ? anyInt32 : anyNumber);
    case "capture":
      return around.captures[e.capture] === "int" ? integers(-Number.MAX_VALUE, Number.MAX_VALUE, true) : anyNumber;
    case "index":
      return integers(0, Math.max(1, around.extents?.[e.axis] ?? 2 ** 31) - 1);
    case "load":
    case "read":
      return rangeOfLoad(around.buffers[e.buffer]!.dtype);
    case "compare":
    case "logical":
      return bit;
    case "select":
      return join(rangeOf(e.then, refine(e.test, true, env, around), around), rangeOf(e.else, refine(e.test, false, env, around), around));
    case "intrinsic":
      return intrinsicRange(e, e.args.map(of));
    case "binary":
      if (e.type === "bool") return bit;
      if (e.type === "i32") return int32Range(e.op, of(e.left), of(e.right));
      return e.type === "f32" ? rounded(arithmeticRange(e.op, of(e.left), of(e.right))) : arithmeticRange(e.op, of(e.left), of(e.right));
    case "unary": {
      const x = of(e.operand);
      switch (e.op) {
        case "neg":
          return e.type === "i32" ? (x.low > -(2 ** 31) ? { ...negated(x), minusZero: false } : anyInt32) : negated(x);
        case "promote":
        case "fromInt32":
          return x;
        case "demote":
          return rounded(x);
        case "fromUint32":
          return x.low >= 0 ? x : integers(0, 2 ** 32 - 1);
        case "toInt32":
        case "truncate":
          return toInt32Range(x);
        case "extend8":
          return x.low >= -128 && x.high <= 127 ? x : integers(-128, 127);
        case "extend16":
          return x.low >= -32768 && x.high <= 32767 ? x : integers(-32768, 32767);
        case "not":
        case "fromBool":
        case "toBool":
        case "any":
          return bit;
      }
    }
  }
}

/** What is known where a test came out true (or false). */
export function refine(test: LaneExpression, outcome: boolean, env: Environment, around: Surroundings): Environment {
  if (test.kind === "unary" && test.op === "not") return refine(test.operand, !outcome, env, around);
  if (test.kind === "logical") {
    if ((test.op === "and") === outcome) return refine(test.right, outcome, refine(test.left, outcome, env, around), around);
    // One of the two decided; the second was looked at only where the first did not.
    const first = refine(test.left, outcome, env, around), second = refine(test.right, outcome, refine(test.left, !outcome, env, around), around);
    return joinEnvironments(first, second) ?? env;
  }
  if (test.kind !== "compare" || test.left.type === "bool") return env;
  const left = rangeOf(test.left, env, around), right = rangeOf(test.right, env, around);
  // A comparison with NaN is false (`ne`: true), so that the other outcome says nothing.
  const holds = outcome !== (test.op === "ne"), known = holds || (!left.nan && !right.nan);
  if (!known) return env;
  const op = outcome ? test.op : ({ lt: "ge", le: "gt", gt: "le", ge: "lt", eq: "ne", ne: "eq" } as const)[test.op];
  if (op === "ne") return env;
  let narrowed = env;
  const gap = left.integer && right.integer ? 1 : 0;
  const limit = (side: LaneExpression, range: Range, low: number, high: number): void => {
    const name = strippedLocal(side);
    if (name === undefined || lookUp(env, name) === undefined) return;
    const tight = { ...range, low: Math.max(range.low, low), high: Math.min(range.high, high), nan: false };
    if (tight.low <= tight.high && !sameRange(tight, range)) narrowed = extend(narrowed, name, tight);
  };
  const ends = { lt: [-Infinity, right.high - gap], le: [-Infinity, right.high], gt: [right.low + gap, Infinity], ge: [right.low, Infinity], eq: [right.low, right.high] } as const;
  const others = { lt: [left.low + gap, Infinity], le: [left.low, Infinity], gt: [-Infinity, left.high - gap], ge: [-Infinity, left.high], eq: [left.low, left.high] } as const;
  limit(test.left, left, ...ends[op]);
  limit(test.right, right, ...others[op]);
  return narrowed;
}

/** The local whose value this is, behind conversions that keep it. */
function strippedLocal(e: LaneExpression): string | undefined {
  if (e.kind === "local") return e.name;
  return e.kind === "unary" && (e.op === "fromInt32" || e.op === "promote") ? strippedLocal(e.operand) : undefined;
}

function leave(run: Run, label: string, env: Environment): void {
  run.leaving.set(label, joinEnvironments(run.leaving.get(label), env));
}

function list(run: Run, statements: readonly LaneStatement[], start: Environment | undefined): Environment | undefined {
  let env = start;
  for (const s of statements) {
    if (!env) return undefined;
    run.before.set(s, env);
    env = statement(run, s, env);
  }
  return env;
}

function statement(run: Run, s: LaneStatement, env: Environment): Environment | undefined {
  switch (s.kind) {
    case "assign":
      return s.value.type === "bool" ? env : extend(env, s.target, rangeOf(s.value, env, run.around));
    case "store":
      return env;
    case "if":
      return joinEnvironments(list(run, s.then, refine(s.test, true, env, run.around)), list(run, s.else, refine(s.test, false, env, run.around)));
    case "block": {
      run.leaving.delete(s.label);
      const end = list(run, s.body, env);
      return joinEnvironments(end, run.leaving.get(s.label));
    }
    case "break":
      leave(run, s.label, env);
      return undefined;
    case "continue":
      leave(run, `${s.label}.next`, env);
      return undefined;
    case "throw":
      return undefined;
    case "while":
      return loop(run, s, env);
  }
}

function loop(run: Run, s: LaneStatement & { readonly kind: "while" }, entry: Environment): Environment | undefined {
  const next = `${s.label}.next`;
  let left: Environment | undefined;
  /** From the environment at the start of a trip to that at the start of the next one. */
  const trip = (head: Environment): Environment | undefined => {
    run.leaving.delete(s.label);
    run.leaving.delete(next);
    const test = (env: Environment | undefined): Environment | undefined => {
      const at = list(run, s.before, env);
      if (!at) return undefined;
      run.atTest.set(s, at);
      left = refine(s.test, false, at, run.around);
      return refine(s.test, true, at, run.around);
    };
    left = undefined;
    const body = list(run, s.body, s.testFirst ? test(head) : head);
    const stepped = list(run, s.step, joinEnvironments(body, run.leaving.get(next)));
    return s.testFirst ? stepped : test(stepped);
  };
  let head = entry;
  for (let round = 0; ; round++) {
    const back = joinEnvironments(entry, trip(head))!;
    const grown = round < 1 ? back : widen(head, joinEnvironments(head, back)!);
    if (sameEnvironment(grown, head)) break;
    head = grown;
  }
  for (let round = 0; round < 2; round++) head = joinEnvironments(entry, trip(head))!;
  trip(head);
  return joinEnvironments(left, run.leaving.get(s.label));
}
