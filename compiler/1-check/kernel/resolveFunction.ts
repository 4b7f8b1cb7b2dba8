// The function that an argument of an operator names: a function written there, one of the program (also through imports, consts and parameters of inlined
// host functions), or a built-in such as `Math.sqrt` and `f32`.
import { ts } from "ts-morph";
import { hostFunctions } from "../../ops/hostFunctions.ts";
import { scalarIntrinsics } from "../../ops/scalar.ts";
import { bare } from "./read/constants.ts";
import { libraryParameters } from "./lower/libraryCall.ts";
import { denotationOfExpression } from "./read/names.ts";
import { isBuiltinName } from "./read/readCall.ts";
import { reportNode, textOf } from "./read/report.ts";
import type { KernelContext } from "./request.ts";
import type { Reading } from "./syntax.ts";

export type ResolvedFunction = { readonly kind: "function"; readonly node: ts.SignatureDeclaration; readonly name: string } | { readonly kind: "builtin"; readonly name: string; readonly arity: number };

export function resolveFunction(context: KernelContext, node: ts.Node): ResolvedFunction | undefined {
  const expression = ts.isExpression(node) ? bare(node) : node, name = textOf(expression);
  const what = denotationOfExpression(hostReading(context), expression);
  if (what.kind === "function") return { kind: "function", node: what.callee.node, name: what.callee.name };
  if (what.kind === "global" && what.name.startsWith("Math.") && what.name !== "Math.random") return { kind: "builtin", name: what.name, arity: arityOf(context, what.name) };
  if (what.kind === "language" && isBuiltinName(what.name)) return { kind: "builtin", name: what.name, arity: hostFunctions.get(what.name)?.kind === "complex" ? libraryParameters(context, what.name).length : 1 };
  if (what.kind === "global" && what.name === "Math.random") reportNode(context, "SPMD1020", node);
  else if (what.kind === "language") reportNode(context, "SPMD1028", node, { name });
  else reportNode(context, "SPMD1023", node, { name });
  return undefined;
}

/** How many arguments it looks at; `Math.max` at all it is given. */
function arityOf(context: KernelContext, name: string): number {
  const plain = name.slice("Math.".length);
  if (plain === "max" || plain === "min" || plain === "hypot") return Infinity;
  return scalarIntrinsics.get(plain)?.params.length ?? context.mathFunction(plain)?.[0]?.params.length ?? 1;
}

/** For names at a call: they stand in host code, and none of them is a kernel's own. */
export const hostReading = (context: KernelContext): Reading => ({ context, fn: nowhere, variables: new Map(), neighbours: undefined, targets: [], labels: new Set(), counters: new Map(), bound: false, wrong: false, absent: new Set() });

const nowhere = ts.factory.createFunctionTypeNode(undefined, [], ts.factory.createKeywordTypeNode(ts.SyntaxKind.VoidKeyword));
