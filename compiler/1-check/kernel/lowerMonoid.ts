// What a reduction or scan combines with: a built-in monoid by its symbol, `monoid(identity, (a, b) => ...)`, or a plain function that is one of the built-in ones.
//
//   add                             { name: "add", identity: 0, fn: @add$f64 }
//   (a, b) => Math.max(b, a)        { name: "max", identity: -Infinity, fn: @max$f64 }
//   monoid(1, (a, b) => a * b % 7)  { name: "custom", identity: 1, fn: @monoid }
//
// A function works on what the reduction accumulates in: f32 for f32, booleans where the identity is one, otherwise numbers, integers staying integers.
import { ts } from "ts-morph";
import type { Monoid } from "../../ir/array.ts";
import type { DType } from "../../ir/types.ts";
import { accepts, builtinMonoid, isMonoidName } from "../../ops/monoid.ts";
import type { MonoidName } from "../../ops/monoid.ts";
import { adopt, isRight } from "./lower/adopt.ts";
import { specialize } from "./lower/specialize.ts";
import { bare, initializerOf, literalValue } from "./read/constants.ts";
import type { Constant } from "./read/constants.ts";
import { denotationOfExpression, symbolOf } from "./read/names.ts";
import { placeOf, readFunction } from "./read/readFunction.ts";
import { reportNode, textOf } from "./read/report.ts";
import { recognise } from "./recogniseMonoid.ts";
import type { KernelContext } from "./request.ts";
import { hostReading, resolveFunction } from "./resolveFunction.ts";
import type { ValueType } from "./valueType.ts";
import { bool, describe, elementType, firmInt, sameType } from "./valueType.ts";

/** Undefined after reporting why. */
export function lowerMonoid(context: KernelContext, node: ts.Node, dtype: DType): Monoid | undefined {
  const expression = ts.isExpression(node) ? bare(node) : node, meant = meaningOf(context, expression);
  if (typeof meant === "string") return builtinOrReport(context, meant, dtype, node);
  if (ts.isCallExpression(meant) && isMonoidCall(context, meant)) return custom(context, meant, dtype);
  if (!isFunctionLike(context, meant)) {
    reportNode(context, "SPMD2055", node);
    return undefined;
  }
  const found = resolveFunction(context, meant);
  if (found?.kind === "builtin" && (found.name === "Math.max" || found.name === "Math.min")) return builtinOrReport(context, found.name.slice(5) as MonoidName, dtype, node);
  if (!found || found.kind === "builtin") {
    if (found) reportNode(context, "SPMD2050", node);
    return undefined;
  }
  const syntax = readFunction(context, found.node, found.name);
  if (syntax.wrong) return undefined;
  const known = recognise(syntax, dtype);
  if (typeof known === "string") return builtinOrReport(context, known, dtype, node);
  if (known) reportNode(context, "SPMD2054", known.node, known.values);
  else reportNode(context, "SPMD2050", node);
  return undefined;
}

function isMonoidCall(context: KernelContext, node: ts.CallExpression): boolean {
  const callee = bare(node.expression), symbol = symbolOf(context.checker, ts.isPropertyAccessExpression(callee) ? callee.name : callee);
  return symbol !== undefined && context.builtin(symbol) === "monoid";
}

/** A built-in's name, or the expression that a name stands for. */
function meaningOf(context: KernelContext, node: ts.Node): MonoidName | ts.Node {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (!ts.isIdentifier(name)) return node;
  const symbol = symbolOf(context.checker, name), builtin = symbol && context.builtin(symbol);
  if (builtin !== undefined && isMonoidName(builtin)) return builtin;
  const bound = symbol && context.binding(symbol), declaration = symbol?.valueDeclaration, initializer = bound ?? (declaration && initializerOf(declaration));
  return initializer ? meaningOf(context, ts.isExpression(initializer) ? bare(initializer) : initializer) : node;
}

const isFunctionLike = (context: KernelContext, node: ts.Node): boolean => {
  const { kind } = denotationOfExpression(hostReading(context), node);
  return kind === "function" || kind === "global";
};

function builtinOrReport(context: KernelContext, name: MonoidName, dtype: DType, node: ts.Node): Monoid | undefined {
  if (!accepts(name, dtype)) {
    reportNode(context, "SPMD2053", node, { op: name, dtype });
    return undefined;
  }
  const { monoid, fn } = builtinMonoid(name, dtype);
  if (!context.cache.names.has(fn.id)) {
    context.cache.names.add(fn.id);
    context.functions.push(fn);
  }
  return monoid;
}

function custom(context: KernelContext, call: ts.CallExpression, dtype: DType): Monoid | undefined {
  const [first, second] = call.arguments;
  // TypeScript says which arguments are missing.
  if (!first || !second) return undefined;
  const identity = constantOf(context, first);
  if (identity === undefined) {
    reportNode(context, "SPMD2049", first);
    return undefined;
  }
  const found = resolveFunction(context, second);
  if (!found) return undefined;
  if (found.kind === "builtin") return builtinCombine(context, found.name, identity, dtype, second);
  const syntax = readFunction(context, found.node, found.name);
  const type: ValueType = typeof identity === "boolean" ? bool : dtype === "bool" ? firmInt : elementType(dtype);
  if (syntax.wrong) return undefined;
  const wanted = typeof identity === "boolean" ? "a boolean" : "a number";
  const takesTwo = syntax.parameters.length === 2, known = takesTwo && recognise(syntax, dtype);
  if (known && typeof known === "object") {
    reportNode(context, "SPMD2054", known.node, known.values);
    return undefined;
  }
  const combine = specialize({ context, integers: new Set(), stack: [] }, syntax, [type, type], { origins: [], indices: 0, element: undefined, result: type });
  if (!isRight(context, combine)) return undefined;
  const [capture] = combine.captures, { result } = combine;
  if (capture) {
    reportNode(context, "SPMD2051", capture.node, { name: [capture.name, ...capture.path].join(".") });
    return undefined;
  }
  if (!takesTwo || !sameType(result, type)) {
    const given = takesTwo ? (describe(result) === wanted ? "a number that may not be an integer" : describe(result)) : `${syntax.parameters.length} parameters`;
    const instead = takesTwo && describe(result) === wanted ? "round it with Math.floor(x) or Math.round(x), or cast the array to \"f64\" first" : `write (a, b) => ..., giving ${wanted}`;
    reportNode(context, "SPMD2052", takesTwo ? combine.returns[0]?.node ?? second : placeOf(syntax.node), { dtype, given: takesTwo ? given : `a function of ${given}`, instead });
    return undefined;
  }
  return { name: "custom", identity, fn: adopt(context, combine, "monoid") };
}

/** `monoid(0, Math.max)`. */
function builtinCombine(context: KernelContext, name: string, identity: Constant, dtype: DType, node: ts.Node): Monoid | undefined {
  const plain = name.replace(/^Math\./, "");
  const monoid = isMonoidName(plain) ? builtinOrReport(context, plain, dtype, node) : undefined;
  if (monoid) return { ...monoid, name: monoid.identity === identity ? monoid.name : "custom", identity };
  reportNode(context, "SPMD2052", node, { dtype, given: `'${textOf(node)}'`, instead: "write it out: (a, b) => ..." });
  return undefined;
}

function constantOf(context: KernelContext, node: ts.Expression): Constant | undefined {
  const literal = literalValue(node);
  if (literal !== undefined) return literal;
  const inner = bare(node);
  if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.MinusToken) {
    const value = constantOf(context, inner.operand);
    return typeof value === "number" ? -value : undefined;
  }
  const what = denotationOfExpression(hostReading(context), inner);
  return what.kind === "constant" ? what.value : undefined;
}
