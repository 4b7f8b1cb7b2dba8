// `compiler/math` lowered: the functions of `Math` that no machine instruction computes, written in the kernel language, as kernel functions on f64. Made when
// the compiler is built; user programs get them through `KernelContext.mathFunction` (compiler/math/resolver.ts).
//
//   export function sin(x: number): number { ... }     ->     kernel @math$sin(x: f64) -> f64 { ... }
//
// Their names hold a `$`, so that they are not a user's.
import { ts } from "ts-morph";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { KernelFunction } from "../../ir/kernel.ts";
import { scalarIntrinsics } from "../../ops/scalar.ts";
import { openProject } from "../project.ts";
import type { Sources } from "../sources.ts";
import { adopt, isRight, renamed } from "./lower/adopt.ts";
import { specialize } from "./lower/specialize.ts";
import { mathId } from "../../math/resolver.ts";
import { denotationOfExpression } from "./read/names.ts";
import { readFunction } from "./read/readFunction.ts";
import type { KernelContext } from "./request.ts";
import { newKernelCache } from "./request.ts";
import { hostReading } from "./resolveFunction.ts";
import type { ValueType } from "./valueType.ts";
import { firmF64 } from "./valueType.ts";

/** `sources.entry` is compiler/math/index.ts, whose `mathFunctions` lists the functions; `scalar` the path of ops/scalar.ts, whose intrinsics they use. Throws on a mistake in them. */
export function lowerLibrary(sources: Sources, scalar: string): readonly KernelFunction[] {
  const { program, checker, entry } = openProject(sources), found: Diagnostic[] = [];
  const context: KernelContext = {
    checker, functions: [], cache: newKernelCache(), unchecked: false,
    report: (d) => void found.push(d),
    span: () => ({ file: "", line: 0, column: 0 }),
    builtin: (symbol) => (symbol.valueDeclaration?.getSourceFile() === program.getSourceFile(scalar) && scalarIntrinsics.has(symbol.name) ? symbol.name : undefined),
    binding: () => undefined,
    // They call each other by their names only.
    arrayType: () => undefined, mathFunction: () => undefined,
  };
  for (const name of listed(entry)) lowerNamed(context, name);
  if (found.length > 0) throw new Error(found.map((d) => `${d.code}: ${d.message}`).join("\n"));
  const ids = new Map(context.functions.map((f) => [f.id, mathId(f.id.slice(1))]));
  return context.functions.map((f): KernelFunction => ({ ...f, id: ids.get(f.id)!, body: renamed(f.body, ids) }));
}

/** The names in `export const mathFunctions = { acos, asin, ... }` and the other lists of functions there. */
function* listed(entry: ts.SourceFile): Generator<ts.Identifier> {
  for (const statement of entry.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!name.getText().endsWith("Functions") || !initializer || !ts.isObjectLiteralExpression(initializer)) continue;
      for (const property of initializer.properties) if (ts.isShorthandPropertyAssignment(property)) yield property.name;
    }
  }
}

/** A parameter's type: a number, or a record of numbers. */
function numbersOf(checker: ts.TypeChecker, node: ts.Node): ValueType {
  const type = checker.getTypeAtLocation(node);
  return type.flags & ts.TypeFlags.NumberLike ? firmF64 : { kind: "record", list: false, fields: new Map(type.getProperties().map((property) => [property.name, firmF64])) };
}

function lowerNamed(context: KernelContext, name: ts.Identifier): void {
  const what = denotationOfExpression(hostReading(context), name);
  if (what.kind !== "function") throw new Error(`${name.text} is not a function`);
  const syntax = readFunction(context, what.callee.node, what.callee.name);
  const lowered = specialize({ context, integers: new Set(), stack: [] }, syntax, syntax.parameters.map((p) => numbersOf(context.checker, p.node)), { origins: [], indices: 0, element: undefined, result: firmF64 });
  if (isRight(context, lowered)) adopt(context, lowered, name.text);
}
