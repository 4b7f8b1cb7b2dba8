// Calls of functions of the program: each is lowered for the types of this call's arguments, and gets the captures it needs from its caller.
//
//   escapeTime(x1 + j * dx, y1 + i * dy)     ->     @escapeTime(-2 + j * dx, -1 + i * dy, maxit)
//
// A record comes back as one local a field, by a statement before the expression that the call stands in.
import { ts } from "ts-morph";
import type { KernelExpression, KernelStatement } from "../../../ir/kernel.ts";
import type { ExpressionSyntax } from "../syntax.ts";
import { leavesOf } from "../valueType.ts";
import { readFunction } from "../read/readFunction.ts";
import type { Frame } from "./frame.ts";
import { complain, newLocal, readCapture } from "./frame.ts";
import { specialize } from "./specialize.ts";
import type { Value } from "./value.ts";
import { local, nothingValue, scalarsOf, scalarValue, typeOf, unknownValue, valueOf } from "./value.ts";

/** The name of a parameter, or its pattern. */
const nameOf = (parameter: ts.Node): string => (ts.isParameter(parameter) ? parameter.name : parameter).getText();

export function lowerCall(frame: Frame, e: ExpressionSyntax & { readonly kind: "call" }, args: readonly Value[], out: KernelStatement[]): Value {
  const { lowering } = frame, { callee } = e;
  if (args.some((a) => a.kind === "unknown")) return unknownValue;
  const bad = args.findIndex((a) => a.kind === "nothing");
  if (bad >= 0) return complain(frame, "SPMD2043", e.args[bad]!.node, { op: `'${callee.name}'`, type: "the result of a function that returns nothing", instead: "return a value from the function, or leave it out here" });
  const open = lowering.stack.findIndex((s) => s.node === callee.node);
  if (open >= 0) {
    const cycle = [...lowering.stack.slice(open).map((s) => s.name ?? "the kernel"), callee.name].join(" -> ");
    // `f(n - 1) + f(n - 2)` is one recursion.
    return frame.pending.some((p) => p.code === "SPMD1012" && p.values?.cycle === cycle) ? unknownValue : complain(frame, "SPMD1012", e.node, { name: callee.name, cycle });
  }
  const syntax = readFunction(lowering.context, callee.node, callee.name);
  const needed = syntax.parameters.findIndex((p, k) => k >= args.length && !p.default);
  if (needed >= 0) return complain(frame, "SPMD2047", e.node, { name: callee.name, parameter: nameOf(syntax.parameters[needed]!.node), count: needed + 1 });
  const given = args.slice(0, syntax.parameters.length), called = specialize(lowering, syntax, given.map(typeOf));
  frame.callees.set(called.fn.id, called);
  for (const array of called.arrays) frame.arrays.set(array.key, array);
  const passed: KernelExpression[] = [...given.flatMap((g) => scalarsOf(g).map((s) => s.expr)), ...called.captures.flatMap((c) => scalarsOf(readCapture(frame, c)).map((s) => s.expr))];
  const { result } = called;
  if (result.kind === "scalar") return scalarValue(result, { kind: "call", type: result.type, fn: called.fn.id, args: passed });
  if (result.kind === "nothing") {
    // It may throw.
    out.push({ kind: "assign", target: newLocal(frame, "done", "bool"), value: { kind: "call", type: "bool", fn: called.fn.id, args: passed } });
    return nothingValue;
  }
  if (result.kind !== "record") return unknownValue;
  const targets = leavesOf(result).map(([path, type]) => newLocal(frame, `${callee.name}.${path}`, type.type));
  for (const target of targets) frame.made.add(target);
  out.push({ kind: "callRecord", targets, fn: called.fn.id, args: passed });
  let k = 0;
  return valueOf(result, (_, type) => local(type.type, targets[k++]!));
}
