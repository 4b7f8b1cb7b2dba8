// One function while it is lowered for one list of argument types. Types of variables are found by lowering again and again: a round takes the types
// that the last one found, and ends the search when it finds the same. The last round's code is the function.
//
// An expression may need statements before it (`x++`, a call with a record as its result): these go to `out`, and what was computed before and would change is
// kept in a new local.
import type { ts } from "ts-morph";
import type { KernelExpression, KernelFunction, KernelId, KernelLocal, KernelStatement } from "../../../ir/kernel.ts";
import type { DType, ElementType, ScalarType } from "../../../ir/types.ts";
import type { KernelContext } from "../request.ts";
import type { ArraySyntax, CaptureSyntax, FunctionSyntax, Variable } from "../syntax.ts";
import type { DiagnosticValues } from "../read/report.ts";
import type { ValueType } from "../valueType.ts";
import { bool, f64, int, leavesOf, unknown } from "../valueType.ts";
import { assignedNames, mentions } from "./effects.ts";
import type { Specialization } from "./specialize.ts";
import type { Value } from "./value.ts";
import { local, scalarValue, unknownValue, valueOf } from "./value.ts";

/** What all functions of one kernel share. */
export interface Lowering {
  readonly context: KernelContext;
  /** Keys of the captures that are taken as integers. */
  readonly integers: ReadonlySet<string>;
  /** The functions being lowered, outermost first. */
  readonly stack: readonly FunctionSyntax[];
}

/** What the rounds find out. */
export interface Findings {
  readonly types: ReadonlyMap<Variable, ValueType>;
  /** Parameters that the body assigns: they get locals of their own. */
  readonly assigned: ReadonlySet<Variable>;
  readonly result: ValueType;
}

export interface Pending {
  readonly code: `SPMD${number}`;
  readonly node: ts.Node;
  readonly values: DiagnosticValues;
}

export interface Frame {
  readonly lowering: Lowering;
  readonly syntax: FunctionSyntax;
  readonly last: Findings;
  readonly types: Map<Variable, ValueType>;
  readonly assigned: Set<Variable>;
  readonly returns: { readonly node: ts.Node; readonly type: ValueType }[];
  /** Parameters, and parts of them, that are never assigned stand for themselves. */
  readonly values: Map<Variable, Value>;
  /** Parameters that the code reads. */
  readonly read: Set<Variable>;
  readonly locals: KernelLocal[];
  readonly names: Map<Variable, string>;
  readonly taken: Set<string>;
  readonly captures: Map<string, { readonly capture: CaptureSyntax; readonly local: KernelLocal }>;
  readonly neighbours: Map<string, { readonly offset: readonly number[]; readonly name: string }>;
  readonly arrays: Map<number, ArraySyntax>;
  /** What `at` reads. */
  readonly element: ElementType | undefined;
  /** Locals that hold what a call gave, read at most where the call stands. */
  readonly made: Set<string>;
  readonly callees: Map<KernelId, Specialization>;
  /** Functions of compiler/math that it calls, with theirs. */
  readonly math: Map<KernelId, KernelFunction>;
  readonly pending: Pending[];
}

export function complain(frame: Frame, code: `SPMD${number}`, node: ts.Node, values: DiagnosticValues = {}): Value {
  frame.pending.push({ code, node, values });
  return unknownValue;
}

export function freshName(frame: Frame, like: string): string {
  let name = like;
  for (let k = 2; frame.taken.has(name); k++) name = `${like}_${k}`;
  frame.taken.add(name);
  return name;
}

/** The name of the variable's local; its scalars are `name`, or `name.field`. */
function nameOf(frame: Frame, variable: Variable): string {
  const known = frame.names.get(variable);
  if (known !== undefined) return known;
  const name = freshName(frame, variable.name);
  frame.names.set(variable, name);
  for (const [path, type] of leavesOf(typeOfVariable(frame, variable))) frame.locals.push({ name: path === "" ? name : `${name}.${path}`, type: type.type });
  return name;
}

export const typeOfVariable = (frame: Frame, variable: Variable): ValueType => frame.last.types.get(variable) ?? unknown;

/** The variable as it stands. */
export function readVariable(frame: Frame, variable: Variable): Value {
  frame.read.add(variable);
  const value = frame.values.get(variable);
  if (value) return value;
  const type = typeOfVariable(frame, variable), name = nameOf(frame, variable);
  return valueOf(type, (path, t) => local(t.type, path === "" ? name : `${name}.${path}`));
}

/** The locals to assign, one a scalar of the variable. */
export function targetsOf(frame: Frame, variable: Variable): readonly { readonly name: string; readonly type: ScalarType }[] {
  const name = nameOf(frame, variable);
  return leavesOf(typeOfVariable(frame, variable)).map(([path, type]) => ({ name: path === "" ? name : `${name}.${path}`, type: type.type }));
}

export function newLocal(frame: Frame, like: string, type: ScalarType): string {
  const name = freshName(frame, like);
  frame.locals.push({ name, type });
  return name;
}

/** The expression as something that costs nothing to repeat. */
export function hold(frame: Frame, like: string, expr: KernelExpression, out: KernelStatement[]): KernelExpression {
  if (expr.kind === "const" || expr.kind === "local") return expr;
  const name = newLocal(frame, like, expr.type);
  out.push({ kind: "assign", target: name, value: expr });
  return local(expr.type, name);
}

/** `value` was computed before the statements from `mark` on; where those change what it reads, it is kept from before. */
export function protect(frame: Frame, value: Value, out: KernelStatement[], mark: number): Value {
  if (out.length === mark) return value;
  const changed = assignedNames(out.slice(mark));
  const keep = (v: Value): Value => {
    if (v.kind === "record") return { ...v, fields: new Map([...v.fields].map(([field, inner]) => [field, keep(inner)])) };
    if (v.kind !== "scalar" || !mentions(v.expr, changed)) return v;
    const name = newLocal(frame, "before", v.expr.type);
    out.splice(mark, 0, { kind: "assign", target: name, value: v.expr });
    return scalarValue(v.type, local(v.expr.type, name));
  };
  return keep(value);
}

/** The captured host scalar as one more parameter of this function. */
export function readCapture(frame: Frame, capture: CaptureSyntax): Value {
  const type = capture.kind === "boolean" ? bool : capture.extent || frame.lowering.integers.has(capture.key) ? int : f64;
  let known = frame.captures.get(capture.key);
  if (!known) frame.captures.set(capture.key, (known = { capture, local: { name: freshName(frame, [capture.name, ...capture.path].join("_")), type: type.type, ...(capture.extent ? { from: "index" } : {}) } }));
  return scalarValue(type, local(type.type, known.local.name));
}

export type Origin = DType | "index" | undefined;
