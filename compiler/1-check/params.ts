// Program parameters: every `param(name, default)` of the program, wherever it stands. Their names and defaults are part of the bundle (`--help` shows
// them), so both must be known at compile time.
import { ts } from "ts-morph";
import { report } from "../diagnostics/catalogue/index.ts";
import type { Param } from "../ir/host.ts";
import { hostFunctions } from "../ops/hostFunctions.ts";
import { newBindings } from "./bindings.ts";
import { constantOf } from "./constants.ts";
import { underline } from "./place.ts";
import type { Lowering } from "./place.ts";

export function paramsOf(lowering: Lowering, files: readonly ts.SourceFile[]): readonly Param[] {
  const { language } = lowering, found = new Map<string, Param>(), bindings = newBindings();
  const complain = (code: `SPMD${number}`, node: ts.Node, values: { readonly [name: string]: string | number } = {}): void => lowering.report(report(code, lowering.span(node), values, underline(node)));
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    const called = ts.isCallExpression(node) ? language.nameOf(language.symbolOf(ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression)) : undefined;
    if (!ts.isCallExpression(node) || called === undefined || hostFunctions.get(called)?.kind !== "param") return;
    const [nameNode, defaultNode] = node.arguments;
    if (!nameNode || !defaultNode) return;
    const name = constantOf(language, bindings, nameNode), fallback = constantOf(language, bindings, defaultNode);
    if (typeof name !== "string" || !/^[A-Za-z][\w-]*$/.test(name)) return complain("SPMD1226", nameNode);
    if (fallback === undefined) return complain("SPMD1227", defaultNode, { name });
    const before = found.get(name);
    if (before && before.default !== fallback) return complain("SPMD1228", node, { name, default: JSON.stringify(before.default) });
    found.set(name, before ?? { name, default: fallback, span: lowering.span(node) });
  };
  for (const file of files) visit(file);
  return [...found.values()];
}
