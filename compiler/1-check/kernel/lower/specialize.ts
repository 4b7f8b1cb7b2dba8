// A function for one list of argument types: its types are found by rounds (see frame.ts), its code is the last round's. The same function with the same
// types is lowered once.
//
//   f = (x, k = 2) => x * k      specialize(f, [f32])  ->  kernel f(x: f32) -> (f32) { k = 2; return x * k }
import type { KernelFunction, KernelId, KernelLocal, KernelStatement } from "../../../ir/kernel.ts";
import type { ElementType } from "../../../ir/types.ts";
import type { ArraySyntax, CaptureSyntax, FunctionSyntax, PatternSyntax, Variable } from "../syntax.ts";
import type { ValueType } from "../valueType.ts";
import { bool, describe, elementType, join, keyOf, leavesOf, nothing, sameType, unknown } from "../valueType.ts";
import { numberOf } from "../read/captures.ts";
import { quoted } from "../read/report.ts";
import { assignPattern, partOf } from "./assign.ts";
import { lowerExpression } from "./expression.ts";
import type { Findings, Frame, Lowering, Origin, Pending } from "./frame.ts";
import { complain, freshName } from "./frame.ts";
import { lowerStatements, nothingReturned } from "./statement.ts";
import type { Value } from "./value.ts";
import { local, typeOf, unknownValue, valueOf } from "./value.ts";

export interface Specialization {
  readonly syntax: FunctionSyntax;
  /** Its id, and the ids it calls, are not final: `adopt` gives them names. */
  readonly fn: KernelFunction;
  readonly result: ValueType;
  readonly returns: Frame["returns"];
  readonly captures: readonly CaptureSyntax[];
  readonly offsets: readonly (readonly number[])[];
  readonly arrays: readonly ArraySyntax[];
  /** How many of the last `root.indices` arguments are read. */
  readonly indicesUsed: number;
  readonly callees: ReadonlyMap<KernelId, Specialization>;
  readonly math: ReadonlyMap<KernelId, KernelFunction>;
  readonly pending: readonly Pending[];
  /** It depends on what a host function's parameter stands for. */
  readonly bound: boolean;
}

/** What is special for the function that an operator calls. */
export interface Root {
  readonly origins: readonly (readonly Origin[])[];
  readonly indices: number;
  /** A neighbour kernel's element. */
  readonly element: ElementType | undefined;
  /** What the function has to give, at least: a monoid's gives what it takes. */
  readonly result?: ValueType;
  /** The order of a record's fields, where it has these. */
  readonly order?: readonly string[];
}

export function specialize(lowering: Lowering, syntax: FunctionSyntax, args: readonly ValueType[], root?: Root): Specialization {
  const { cache } = lowering.context;
  const key = [numberOf(lowering, syntax.node), ...args.map(keyOf), `/${[...lowering.integers].sort().join()}`, root ? JSON.stringify({ ...root, ...(root.result ? { result: keyOf(root.result) } : {}) }) : ""].join(" ");
  const known = cache.specializations.get(key);
  if (known) return known;
  const id: KernelId = `@${syntax.name ?? "kernel"}#${cache.serial.next++}`;
  const found = search({ ...lowering, stack: [...lowering.stack, syntax] }, syntax, args, root, id);
  if (!found.bound) cache.specializations.set(key, found);
  return found;
}

function search(lowering: Lowering, syntax: FunctionSyntax, args: readonly ValueType[], root: Root | undefined, id: KernelId): Specialization {
  let last: Findings = { types: new Map(), assigned: new Set(), result: unknown };
  for (;;) {
    const { frame, fn, result } = round(lowering, syntax, args, root, id, last);
    const types = new Map(frame.types), stable = types.size === last.types.size && [...types].every(([v, t]) => last.types.has(v) && sameType(t, last.types.get(v)!));
    if (stable && sameType(result, last.result) && frame.assigned.size === last.assigned.size) return finish(frame, fn, result, root);
    last = { types, assigned: frame.assigned, result };
  }
}

function round(lowering: Lowering, syntax: FunctionSyntax, args: readonly ValueType[], root: Root | undefined, id: KernelId, last: Findings): { frame: Frame; fn: KernelFunction; result: ValueType } {
  const frame: Frame = {
    lowering, syntax, last, element: root?.element,
    types: new Map(), assigned: new Set(), returns: [], values: new Map(), read: new Set(), locals: [], names: new Map(), taken: new Set(), captures: new Map(), neighbours: new Map(), arrays: new Map(), made: new Set(), callees: new Map(), math: new Map(), pending: [],
  };
  const params: KernelLocal[] = [], body: KernelStatement[] = [];
  args.forEach((type, k) => {
    const pattern = syntax.parameters[k]?.pattern, name = freshName(frame, pattern?.kind === "variable" ? pattern.variable.name : `arg${k}`);
    leavesOf(type).forEach(([path, t], leaf) => {
      const from = t.type === "int" ? root?.origins[k + (root.element === undefined ? 0 : 1)]?.[leaf] : undefined;
      params.push({ name: path === "" ? name : `${name}.${path}`, type: t.type, ...(from ? { from } : {}) });
    });
    if (pattern) bindParameter(frame, pattern, syntax.parameters[k]?.wrong ? unknownValue : valueOf(type, (path, t) => local(t.type, path === "" ? name : `${name}.${path}`)), body);
  });
  for (const p of syntax.parameters.slice(args.length)) {
    if (p.default) assignPattern(frame, p.pattern, lowerExpression(frame, p.default, body), body);
  }
  body.push(...lowerStatements(frame, syntax.body));
  const result = resultOf(frame, root);
  // A function without a result returns where it ends; one that ends without its result was reported.
  if (syntax.fallsThrough && result.kind === "nothing") body.push(nothingReturned);
  const fn: KernelFunction = {
    id,
    params: [...neighbourParams(frame, root), ...params, ...[...frame.captures.values()].map((c) => c.local)],
    locals: frame.locals,
    results: leavesOf(result.kind === "nothing" ? bool : result).map(([field, type]) => ({ field, type: type.type })),
    body,
    span: lowering.context.span(syntax.node),
  };
  return { frame, fn, result };
}

/** One parameter an offset that `at` is called with; those before its own parameters. */
function neighbourParams(frame: Frame, root: Root | undefined): KernelLocal[] {
  const { element } = frame;
  if (element === undefined) return [];
  return [...frame.neighbours.values()].flatMap(({ name }) => leavesOf(elementType(element)).map(([path, t], leaf): KernelLocal => {
    const from = t.type === "int" ? root?.origins[0]?.[leaf] : undefined;
    return { name: path === "" ? name : `${name}.${path}`, type: t.type, ...(from ? { from } : {}) };
  }));
}

/** Parameters that are assigned get a local; others, and parts of them, stand for themselves. */
function bindParameter(frame: Frame, pattern: PatternSyntax, value: Value, out: KernelStatement[]): void {
  if (pattern.kind === "variable") {
    if (frame.last.assigned.has(pattern.variable)) assignPattern(frame, pattern, value, out);
    else {
      frame.values.set(pattern.variable, value);
      frame.types.set(pattern.variable, typeOf(value));
    }
  } else if (pattern.kind === "parts") {
    for (const part of pattern.parts) bindParameter(frame, part.pattern, partOf(frame, value, part.field, part.pattern.node, () => part.default && lowerExpression(frame, part.default, out)), out);
  }
}

function resultOf(frame: Frame, root: Root | undefined): ValueType {
  let result = frame.returns.reduce<ValueType>((least, r) => leastOf(least, r.type), root?.result ?? unknown);
  for (const { node, type } of frame.returns) {
    const both = join(result, type);
    if (both) result = both;
    else complain(frame, "SPMD2042", node, { name: quoted(frame.syntax.name) ?? "the function", here: describe(type), there: describe(result) });
  }
  return frame.returns.length === 0 ? nothing : ordered(result, root?.order);
}

/** The part of a wanted type that suits what is returned: numbers where numbers are, in records field by field. */
function leastOf(wanted: ValueType, type: ValueType): ValueType {
  if (wanted.kind === "scalar" && type.kind === "scalar") return wanted.type !== "bool" && type.type !== "bool" ? wanted : unknown;
  if (wanted.kind !== "record" || type.kind !== "record" || wanted.fields.size !== type.fields.size || wanted.list !== type.list || [...type.fields.keys()].some((f) => !wanted.fields.has(f))) return unknown;
  return { ...wanted, fields: new Map([...wanted.fields].map(([field, inner]) => [field, leastOf(inner, type.fields.get(field)!)])) };
}

function ordered(type: ValueType, order: readonly string[] | undefined): ValueType {
  if (type.kind !== "record" || !order || order.length !== type.fields.size || order.some((field) => !type.fields.has(field))) return type;
  return { ...type, fields: new Map(order.map((field) => [field, type.fields.get(field)!])) };
}

function finish(frame: Frame, fn: KernelFunction, result: ValueType, root: Root | undefined): Specialization {
  const { syntax } = frame, variables: (Variable | undefined)[] = syntax.parameters.map((p) => (p.pattern.kind === "variable" ? p.pattern.variable : undefined));
  const indices = root ? variables.slice(variables.length - root.indices).map((v) => v === undefined || frame.read.has(v)) : [];
  const indicesUsed = indices.lastIndexOf(true) + 1;
  // Indices that are not read are no parameters; captures follow.
  const dropped = indices.length - indicesUsed, end = fn.params.length - frame.captures.size;
  return {
    syntax, result,
    fn: dropped === 0 ? fn : { ...fn, params: [...fn.params.slice(0, end - dropped), ...fn.params.slice(end)] },
    returns: frame.returns,
    captures: [...frame.captures.values()].map((c) => c.capture),
    offsets: [...frame.neighbours.values()].map((n) => n.offset),
    arrays: [...frame.arrays.values()],
    indicesUsed,
    callees: frame.callees,
    math: frame.math,
    pending: frame.pending,
    bound: syntax.bound || [...frame.callees.values()].some((c) => c.bound),
  };
}
