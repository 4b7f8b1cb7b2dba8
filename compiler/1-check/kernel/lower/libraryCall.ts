// Calls of the language's own functions of records: functions of `compiler/math`, computed in f64, and rounded where all numbers given are f32.
//
//   cmul(z, w)     ->     record cmul.re, cmul.im = @math$cmul(z.re, z.im, w.re, w.im)
import type { ts } from "ts-morph";
import type { KernelExpression, KernelStatement } from "../../../ir/kernel.ts";
import type { KernelContext } from "../request.ts";
import type { NumberType } from "../valueType.ts";
import { describe, f64, joinNumbers } from "../valueType.ts";
import type { Frame } from "./frame.ts";
import { complain, newLocal } from "./frame.ts";
import type { Scalar, Value } from "./value.ts";
import { asNumberValue, local, scalarValue, toScalar, typeOf } from "./value.ts";

interface LibraryParameter {
  readonly name: string;
  /** `[""]` for a number. */
  readonly fields: readonly string[];
}

/** What the function takes: its scalars `a.re, a.im, x` are the parameters a (with two fields) and x. */
export function libraryParameters(context: KernelContext, name: string): readonly LibraryParameter[] {
  const found = new Map<string, string[]>();
  for (const param of context.mathFunction(name)?.[0]?.params ?? []) {
    const [of, field = ""] = param.name.split(".") as [string, string?];
    found.set(of, [...(found.get(of) ?? []), field]);
  }
  return [...found].map(([of, fields]) => ({ name: of, fields }));
}

export function libraryCall(frame: Frame, name: string, args: readonly Value[], node: ts.Node, out: KernelStatement[]): Value {
  const { context } = frame.lowering, functions = context.mathFunction(name), [fn] = functions ?? [];
  if (!fn || !functions) return complain(frame, "SPMD1028", node, { name });
  const scalars: Scalar[] = [];
  for (const [k, parameter] of libraryParameters(context, name).entries()) {
    const given = args[k];
    if (!given) return complain(frame, "SPMD2047", node, { name, parameter: parameter.name, count: k + 1 });
    for (const field of parameter.fields) {
      const part = field === "" ? given : given.kind === "record" ? given.fields.get(field) : undefined;
      if (part?.kind !== "scalar") return complain(frame, "SPMD2045", node, { type: describe(typeOf(given)), field, instead: `${name} takes records with the fields ${parameter.fields.join(", ")}` });
      scalars.push(asNumberValue(part));
    }
  }
  for (const f of functions) frame.math.set(f.id, f);
  const type = scalars.map((s) => s.type).reduce<NumberType>(joinNumbers, f64), passed = scalars.map((s): KernelExpression => toScalar(s.expr, "f64"));
  if (fn.results[0]!.field === "") return scalarValue(type, toScalar({ kind: "call", type: "f64", fn: fn.id, args: passed }, type.type));
  const targets = fn.results.map((r) => newLocal(frame, `${name}.${r.field}`, "f64"));
  out.push({ kind: "callRecord", targets, fn: fn.id, args: passed });
  if (type.type === "f64") for (const target of targets) frame.made.add(target);
  return { kind: "record", list: false, fields: new Map(fn.results.map((r, k) => [r.field, scalarValue(type, toScalar(local("f64", targets[k]!), type.type))])) };
}
