// A monoid's function for the driver: a JavaScript expression `(a, b) => ...` on numbers (booleans as 0 and 1) with the same bits as the kernels.
//
//   kernel longer(a: f64, b: f64) { return a * a > b * b ? a : b }   ->   (a, b) => a * a > b * b ? a : b
//   kernel cadd(a.re, a.im, b.re, b.im) { return a.re + b.re, ... }  ->   (a_re, a_im, b_re, b_im) => [a_re + b_re, a_im + b_im]
import { scalarPrelude } from "../../ops/scalar.ts";
import { constant, laneOf } from "../../inline/convert.ts";
import { inlineCall } from "../../inline/inline.ts";
import { newScope } from "../../inline/scope.ts";
import type { KernelFunction, KernelId } from "../../ir/kernel.ts";
import type { LaneExpression, LaneStatement, ThrowSite } from "../../ir/lanes.ts";
import { usesBitFunctions } from "./bitFunctions.ts";
import type { ScriptPlaces } from "./expressions.ts";
import { scriptExpression } from "./expressions.ts";
import { printBody } from "./statements.ts";
import { line, newScriptWriter } from "./writer.ts";

export function emitMonoid(fn: KernelId, functions: readonly KernelFunction[]): string {
  const called = functions.find((f) => f.id === fn);
  if (!called) throw new Error(`no kernel function ${fn}`);
  const sites: ThrowSite[] = [], names = called.params.map((p) => p.name.replace(/\W/g, "_")), scope = newScope(new Map(functions.map((f) => [f.id, f])), sites, new Set([...names, "Math", "fail"])), statements: LaneStatement[] = [];
  const args = called.params.map((p, k): LaneExpression => parameter(names[k]!, laneOf[p.type]));
  const values = inlineCall(scope, fn, args, statements);
  const bits = usesBitFunctions([...statements, ...values.map((value): LaneStatement => ({ kind: "assign", target: "", value }))]);
  const fields = values.map((value) => (value.type === "bool" ? `Number(${scriptExpression(places, value)})` : scriptExpression(places, value)));
  const result = called.results[0]!.field === "" ? fields[0]! : `[${fields.join(", ")}]`;
  const writer = newScriptWriter();
  writer.depth = 1;
  printBody(writer, { places, sites, store: () => "", declared: new Set(names), locals: new Map(scope.locals.map((l) => [l.name, l])), facts: new WeakMap() }, statements);
  line(writer, `return ${result};`);
  const arrow = statements.length === 0 ? `(${names.join(", ")}) => ${result}` : `(${names.join(", ")}) => {\n${writer.lines.join("\n")}\n}`;
  const throws = sites.length > 0 ? `const fail = (site, ...values) => { throw [${sites.map((s) => `(v) => new ${s.error}(${JSON.stringify(s.parts)}.map((part, k) => part + (k in v ? v[k] : "")).join(""))`).join(", ")}][site](values); };\n` : "";
  return bits || throws ? `(() => {\n${bits ? scalarPrelude : ""}${throws}return ${arrow};\n})()` : arrow;
}

/** Booleans come as numbers. */
const parameter = (name: string, type: LaneExpression["type"]): LaneExpression =>
  type === "bool" ? { kind: "compare", type: "bool", op: "ne", left: { kind: "local", type: "f64", name }, right: constant("f64", 0) } : { kind: "local", type, name };

const nowhere = (): never => {
  throw new Error("a monoid's function sees its arguments only");
};
const places: ScriptPlaces = { load: nowhere, read: nowhere, unsigned: () => false, index: nowhere, capture: nowhere };
