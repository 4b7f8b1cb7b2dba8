// Assignments to variables and patterns. All parts get their values at once:
//
//   [x, y] = [x * x - y * y, 2 * x * y]     ->     x_next = x * x - y * y;  y = 2 * x * y;  x = x_next
//
// Assigning is also where the types of variables come from: each is the least type above all values that are assigned to it.
import type { ts } from "ts-morph";
import type { KernelExpression, KernelStatement } from "../../../ir/kernel.ts";
import type { PatternSyntax, Variable } from "../syntax.ts";
import { describe, join, unknown } from "../valueType.ts";
import { mentions } from "./effects.ts";
import { lowerExpression } from "./expression.ts";
import type { Frame } from "./frame.ts";
import { complain, newLocal, targetsOf, typeOfVariable } from "./frame.ts";
import type { Value } from "./value.ts";
import { local, scalarsAs, toScalar, typeOf, unknownValue } from "./value.ts";

interface Part {
  readonly variable: Variable;
  readonly value: Value;
  readonly node: ts.Node;
}

export function assignPattern(frame: Frame, pattern: PatternSyntax, value: Value, out: KernelStatement[]): void {
  const parts: Part[] = [];
  collect(frame, pattern, value, out, parts);
  const targets: string[] = [], values: KernelExpression[] = [];
  for (const { variable, value, node } of parts) {
    note(frame, variable, value, node);
    const scalars = scalarsAs(value, typeOfVariable(frame, variable)), names = targetsOf(frame, variable);
    // In a round whose types are not final yet, value and variable may have other shapes.
    names.forEach((target, k) => {
      const scalar = scalars[k];
      if (!scalar) return;
      targets.push(target.name);
      values.push(toScalar(scalar.expr, target.type));
    });
  }
  if (!fillDirectly(frame, targets, values, out)) assignAll(frame, targets, values, out);
}

/** What a call has just put into locals of its own, it puts into the targets: `record f.a, f.b = @f(x); p.a = f.a; ...` is `record p.a, p.b = @f(x)`. */
function fillDirectly(frame: Frame, targets: readonly string[], values: readonly KernelExpression[], out: KernelStatement[]): boolean {
  const call = out.at(-1);
  if (call?.kind !== "callRecord" || call.targets.length !== targets.length || new Set(targets).size < targets.length) return false;
  if (!call.targets.every((t, k) => values[k]!.kind === "local" && values[k].name === t && frame.made.has(t))) return false;
  out[out.length - 1] = { ...call, targets };
  const unused = new Set(call.targets);
  frame.locals.splice(0, frame.locals.length, ...frame.locals.filter((l) => !unused.has(l.name)));
  return true;
}

/** The variables of a pattern with the values they get. */
function collect(frame: Frame, pattern: PatternSyntax, value: Value, out: KernelStatement[], into: Part[]): void {
  if (pattern.kind === "variable") into.push({ variable: pattern.variable, value, node: pattern.node });
  if (pattern.kind !== "parts") return;
  for (const part of pattern.parts) collect(frame, part.pattern, partOf(frame, value, part.field, part.pattern.node, () => part.default && lowerExpression(frame, part.default, out)), out, into);
}

/** A field of a value, or what stands for one that is not there. */
export function partOf(frame: Frame, value: Value, field: string, node: ts.Node, otherwise: () => Value | undefined = () => undefined): Value {
  if (value.kind === "unknown") return unknownValue;
  if (value.kind === "record") {
    const inner = value.fields.get(field) ?? otherwise();
    if (inner) return inner;
  }
  const instead = value.kind === "record" ? `its fields are: ${[...value.fields.keys()].join(", ")}` : "only records have fields; a kernel gets one element at a time";
  return complain(frame, "SPMD2045", node, { type: describe(typeOf(value)), field, instead });
}

/** The variable also holds values of this value's type. */
function note(frame: Frame, variable: Variable, value: Value, node: ts.Node): void {
  frame.assigned.add(variable);
  const before = frame.types.get(variable) ?? unknown, type = typeOf(value);
  if (value.kind === "nothing") {
    complain(frame, "SPMD2044", node, { name: variable.name, here: "no value", there: "a value" });
    return;
  }
  const both = join(before, type);
  if (both) frame.types.set(variable, both);
  else complain(frame, "SPMD2044", node, { name: variable.name, here: describe(type), there: describe(before) });
}

/** Assigns in order, as if all values had been computed before the first target changes. */
export function assignAll(frame: Frame, targets: readonly string[], values: readonly KernelExpression[], out: KernelStatement[]): void {
  const repeated = new Set(targets).size < targets.length, late: KernelStatement[] = [];
  targets.forEach((target, k) => {
    const value = values[k]!, changed = new Set([target]);
    if (value.kind === "local" && value.name === target) return;
    if (!repeated && !values.slice(k + 1).some((later) => mentions(later, changed))) {
      out.push({ kind: "assign", target, value });
      return;
    }
    const name = newLocal(frame, `${target}_next`, value.type);
    out.push({ kind: "assign", target: name, value });
    late.push({ kind: "assign", target, value: local(value.type, name) });
  });
  out.push(...late);
}
