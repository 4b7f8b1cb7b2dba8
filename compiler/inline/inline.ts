// Kernel functions become lane code: calls are inlined, records have been flattened, returns leave a block or, where nothing follows, nothing at all.
//
//   kernel f(x) { if (x < 0) { return 0 } return sqrt(x) + 1 }
//   y = f(a) * 2    ->    if a < 0 { r = 0 } else { r = sqrt a + 1 }; y = r * 2
//
// An expression whose call needs statements puts them before the statement it stands in; a call in the right side of `&&`, `||` or in an arm of
// `?:` stays behind its test. That keeps the meaning since expressions have no side effects: only locals of the callee are assigned.
import { scalarIntrinsics } from "../ops/scalar.ts";
import type { KernelExpression, KernelFunction, KernelId, KernelStatement } from "../ir/kernel.ts";
import type { LaneExpression, LaneStatement, LaneType } from "../ir/lanes.ts";
import { constant, constantOf, convertLane, laneOf, readBack, unary } from "./convert.ts";
import { assignedIn, bind, freshLocal, freshName, functionOf, mentions, usesOf } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** One inlined body: what its names and labels have become, and where its returns go. */
interface Frame {
  readonly values: ReadonlyMap<string, LaneExpression>;
  readonly labels: Map<string, string>;
  readonly results: readonly (LaneExpression & { readonly kind: "local" })[];
  /** The block around the body; `used` once some return has to break out of it. */
  readonly exit: { readonly label: string; used: boolean };
}

/** Inlines a call; the results are expressions that may be used once, after the statements put into `out`. */
export function inlineCall(scope: Scope, id: KernelId, args: readonly LaneExpression[], out: LaneStatement[]): LaneExpression[] {
  const fn = functionOf(scope, id);
  const body = nestReturns(fn.body);
  const assigned = assignedIn(fn.body);
  const only = body.length === 1 && body[0]!.kind === "return" ? body[0]! : undefined;
  const values = new Map<string, LaneExpression>();
  fn.params.forEach((param, k) => {
    const arg = convertLane(args[k]!, laneOf[param.type]);
    if (assigned.has(param.name)) {
      const own = freshLocal(scope, param.name, arg.type);
      out.push({ kind: "assign", target: own.name, value: arg });
      values.set(param.name, own);
    } else {
      const uses = only?.values.reduce((n, v) => n + usesOf(param.name, v), 0) ?? 2;
      values.set(param.name, uses <= 1 ? arg : bind(scope, param.name, arg, out));
    }
  });
  for (const l of fn.locals) values.set(l.name, freshLocal(scope, l.name, laneOf[l.type]));
  if (only) {
    const frame: Frame = { values, labels: new Map(), results: [], exit: { label: "", used: false } };
    return only.values.map((v, k) => convertLane(lowerExpression(scope, frame, v, out), laneOf[fn.results[k]!.type]));
  }
  const results = fn.results.map((r) => freshLocal(scope, r.field === "" ? resultName(fn) : r.field, laneOf[r.type]));
  const frame: Frame = { values, labels: new Map(), results, exit: { label: freshName(scope, "leave"), used: false } };
  const inner = lowerStatements(scope, frame, body, true);
  if (frame.exit.used) out.push({ kind: "block", label: frame.exit.label, body: inner });
  else out.push(...inner);
  return [...results];
}

const resultName = (fn: KernelFunction): string => `${fn.id.slice(1).replace(/\W/g, "_")}_result`;

/** `if (c) { ... return } rest` becomes `if (c) { ... return } else { rest }`, so that most returns have nothing after them. */
function nestReturns(body: readonly KernelStatement[]): readonly KernelStatement[] {
  for (const [k, s] of body.entries()) {
    if (s.kind === "return" || s.kind === "throw") return body.slice(0, k + 1);
    if (s.kind !== "if") continue;
    const then = nestReturns(s.then), rest = body.slice(k + 1);
    if (leaves(then)) return [...body.slice(0, k), { ...s, then, else: nestReturns([...s.else, ...rest]) }];
    const otherwise = nestReturns(s.else);
    if (leaves(otherwise)) return [...body.slice(0, k), { ...s, then: nestReturns([...then, ...rest]), else: otherwise }];
    if (then !== s.then || otherwise !== s.else) return [...body.slice(0, k), { ...s, then, else: otherwise }, ...nestReturns(rest)];
  }
  return body;
}

/** Control never comes to the end of this list. */
function leaves(body: readonly KernelStatement[]): boolean {
  const last = body.at(-1);
  return last !== undefined && (last.kind === "return" || last.kind === "throw" || (last.kind === "if" && leaves(last.then) && leaves(last.else)));
}

/** `tail`: nothing of the function follows these statements. */
function lowerStatements(scope: Scope, frame: Frame, body: readonly KernelStatement[], tail: boolean): LaneStatement[] {
  const out: LaneStatement[] = [];
  body.forEach((s, k) => lowerStatement(scope, frame, s, tail && k === body.length - 1, out));
  return out;
}

function lowerStatement(scope: Scope, frame: Frame, s: KernelStatement, tail: boolean, out: LaneStatement[]): void {
  const target = (name: string): string => {
    const value = frame.values.get(name);
    if (value?.kind !== "local") throw new Error(`${name} is assigned but not a local`);
    return value.name;
  };
  const label = (name: string): string => {
    const found = frame.labels.get(name);
    if (found === undefined) throw new Error(`no loop ${name} here`);
    return found;
  };
  switch (s.kind) {
    case "assign":
      out.push({ kind: "assign", target: target(s.target), value: lowerExpression(scope, frame, s.value, out) });
      return;
    case "callRecord":
      assignAll(scope, s.targets.map(target), inlineCall(scope, s.fn, s.args.map((a) => lowerExpression(scope, frame, a, out)), out), out);
      return;
    case "if": {
      const test = lowerExpression(scope, frame, s.test, out);
      out.push({ kind: "if", test, then: lowerStatements(scope, frame, s.then, tail), else: lowerStatements(scope, frame, s.else, tail) });
      return;
    }
    case "while": {
      const name = freshName(scope, s.label);
      frame.labels.set(s.label, name);
      const before: LaneStatement[] = [];
      const test = lowerExpression(scope, frame, s.test, before);
      const inner = lowerStatements(scope, frame, s.body, false), step = lowerStatements(scope, frame, s.step, false);
      out.push({ kind: "while", label: name, before, test, testFirst: s.testFirst, body: inner, step });
      return;
    }
    case "break":
    case "continue":
      out.push({ kind: s.kind, label: label(s.label) });
      return;
    case "return":
      assignAll(scope, frame.results.map((r) => r.name), s.values.map((v, k) => convertLane(lowerExpression(scope, frame, v, out), frame.results[k]!.type)), out);
      if (!tail) {
        frame.exit.used = true;
        out.push({ kind: "break", label: frame.exit.label });
      }
      return;
    case "throw": {
      const site = scope.sites.length;
      scope.sites.push({ error: s.error, parts: s.parts, values: s.values.map((v) => (v.type === "bool" ? "bool" : "")), span: s.span });
      out.push({ kind: "throw", site, values: s.values.map((v) => convertLane(lowerExpression(scope, frame, v, out), "f64")) });
      return;
    }
  }
}

/** All values are computed before the first target changes. */
export function assignAll(scope: Scope, targets: readonly string[], values: readonly LaneExpression[], out: LaneStatement[]): void {
  const clash = values.some((v, k) => mentions(v, new Set(targets.slice(0, k))));
  const ready = clash ? values.map((v, k) => {
    const held = freshLocal(scope, `${targets[k]!}_new`, v.type);
    out.push({ kind: "assign", target: held.name, value: v });
    return held;
  }) : values;
  targets.forEach((name, k) => out.push({ kind: "assign", target: name, value: ready[k]! }));
}

function lowerExpression(scope: Scope, frame: Frame, e: KernelExpression, out: LaneStatement[]): LaneExpression {
  const lower = (x: KernelExpression): LaneExpression => lowerExpression(scope, frame, x, out);
  const binary = (type: LaneType, op: (LaneExpression & { readonly kind: "binary" })["op"], left: LaneExpression, right: LaneExpression): LaneExpression => ({ kind: "binary", type, op, left, right });
  switch (e.kind) {
    case "const":
      return constantOf(e.type, e.value);
    case "local": {
      const value = frame.values.get(e.name);
      if (!value) throw new Error(`no local ${e.name} here`);
      return value;
    }
    case "unary": {
      const operand = lower(e.operand);
      if (e.op === "bitnot") return unary("f64", "fromInt32", binary("i32", "xor", convertLane(operand, "i32"), constant("i32", -1)));
      return unary(operand.type, e.op, operand);
    }
    case "arithmetic": {
      const type = laneOf[e.type], left = convertLane(lower(e.left), type), right = convertLane(lower(e.right), type);
      if (e.op === "rem" && type === "f32") return convertLane(binary("f64", "rem", convertLane(left, "f64"), convertLane(right, "f64")), "f32");
      return binary(type, e.op, left, right);
    }
    case "bits":
      return unary("f64", e.op === "ushr" ? "fromUint32" : "fromInt32", binary("i32", e.op, convertLane(lower(e.left), "i32"), convertLane(lower(e.right), "i32")));
    case "compare": {
      const left = lower(e.left), right = lower(e.right);
      if (left.type !== "bool" || right.type !== "bool") {
        const type = left.type === "f32" && right.type === "f32" ? "f32" : "f64";
        return { kind: "compare", type: "bool", op: e.op, left: convertLane(left, type), right: convertLane(right, type) };
      }
      if (e.op === "ne" || e.op === "eq") {
        const differ = binary("bool", "xor", left, right);
        return e.op === "ne" ? differ : unary("bool", "not", differ);
      }
      return { kind: "compare", type: "bool", op: e.op, left: convertLane(left, "i32"), right: convertLane(right, "i32") };
    }
    case "logical": {
      const left = lower(e.left), before: LaneStatement[] = [];
      const right = lowerExpression(scope, frame, e.right, before);
      if (before.length === 0) return { kind: "logical", type: "bool", op: e.op, left, right };
      const result = freshLocal(scope, "test", "bool");
      const then: LaneStatement[] = [...before, { kind: "assign", target: result.name, value: right }];
      out.push({ kind: "assign", target: result.name, value: left }, { kind: "if", test: result, then: e.op === "and" ? then : [], else: e.op === "or" ? then : [] });
      return result;
    }
    case "conditional": {
      const test = lower(e.test), type = laneOf[e.type], thenBefore: LaneStatement[] = [], elseBefore: LaneStatement[] = [];
      const then = convertLane(lowerExpression(scope, frame, e.then, thenBefore), type);
      const otherwise = convertLane(lowerExpression(scope, frame, e.else, elseBefore), type);
      if (thenBefore.length + elseBefore.length === 0) return { kind: "select", type, test, then, else: otherwise };
      const result = freshLocal(scope, "chosen", type);
      const assign = (value: LaneExpression): LaneStatement => ({ kind: "assign", target: result.name, value });
      out.push({ kind: "if", test, then: [...thenBefore, assign(then)], else: [...elseBefore, assign(otherwise)] });
      return result;
    }
    case "convert":
      return convertLane(lower(e.operand), laneOf[e.type]);
    case "cast":
      return readBack(e.to, lower(e.operand), e.type);
    case "math":
      return lowerIntrinsic(e.fn, laneOf[e.type], e.args.map(lower));
    case "call": {
      const [result] = inlineCall(scope, e.fn, e.args.map(lower), out);
      return convertLane(result!, laneOf[e.type]);
    }
    case "read":
      if (!scope.read) throw new Error("this function reads an array, and none was given");
      return convertLane(scope.read(e.input, e.field, unary("i32", "truncate", lower(e.indices[0]!))), laneOf[e.type]);
  }
}

/** A row of the table on lane types; `wanted` is what the kernel level says the result is. */
function lowerIntrinsic(fn: string, wanted: LaneType, args: readonly LaneExpression[]): LaneExpression {
  const row = scalarIntrinsics.get(fn);
  if (!row) throw new Error(`no scalar function ${fn}`);
  const T: LaneType = args.every((a) => a.type === "f32") ? "f32" : "f64";
  const operand = row.lanes.operand === "T" ? T : row.lanes.operand, type = row.lanes.result === "T" ? T : row.lanes.result;
  return convertLane({ kind: "intrinsic", type, fn, args: args.map((a) => convertLane(a, operand)) }, wanted);
}
