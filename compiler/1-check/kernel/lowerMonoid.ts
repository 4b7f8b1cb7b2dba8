// What a reduction or scan combines with: a built-in monoid by its symbol, `monoid(identity, (a, b) => ...)`, or a plain function that is one of the built-in ones.
//
//   add                             { name: "add", identity: 0, fn: @add$f64 }
//   (a, b) => Math.max(b, a)        { name: "max", identity: -Infinity, fn: @max$f64 }
//   monoid(1, (a, b) => a * b % 7)  { name: "custom", identity: 1, fn: @monoid }
//
// A function works on what the reduction accumulates in: f32 for f32, booleans where the identity is one, otherwise numbers, integers staying integers.
import { ts } from "ts-morph";
import type { Identity, Monoid } from "../../ir/array.ts";
import type { KernelExpression, KernelStatement } from "../../ir/kernel.ts";
import type { DType, ElementType } from "../../ir/types.ts";
import { scalarOf } from "../../ir/types.ts";
import { showElement } from "../../ops/elements.ts";
import { accepts, builtinMonoid, isMonoidName } from "../../ops/monoid.ts";
import type { MonoidName } from "../../ops/monoid.ts";
import { adopt, isRight } from "./lower/adopt.ts";
import type { Specialization } from "./lower/specialize.ts";
import { specialize } from "./lower/specialize.ts";
import { bare, initializerOf, literalValue } from "./read/constants.ts";
import type { Constant } from "./read/constants.ts";
import { denotationOfExpression, symbolOf } from "./read/names.ts";
import { builtinAsFunction, placeOf, readFunction } from "./read/readFunction.ts";
import { reportNode, textOf } from "./read/report.ts";
import { recognise } from "./recogniseMonoid.ts";
import type { KernelContext } from "./request.ts";
import { hostReading, resolveFunction } from "./resolveFunction.ts";
import type { NumberType, ValueType } from "./valueType.ts";
import { bool, describe, f32, firmInt, numberType, sameType } from "./valueType.ts";

/** Undefined after reporting why. */
export function lowerMonoid(context: KernelContext, node: ts.Node, element: ElementType): Monoid | undefined {
  const expression = ts.isExpression(node) ? bare(node) : node, meant = meaningOf(context, expression);
  if (typeof meant === "string") return builtinOrReport(context, meant, element, node);
  if (ts.isCallExpression(meant) && isMonoidCall(context, meant)) return custom(context, meant, element);
  if (!isFunctionLike(context, meant)) {
    reportNode(context, "SPMD2055", node);
    return undefined;
  }
  const found = resolveFunction(context, meant);
  if (found?.kind === "builtin" && (found.name === "Math.max" || found.name === "Math.min")) return builtinOrReport(context, found.name.slice(5) as MonoidName, element, node);
  if (!found || found.kind === "builtin") {
    if (found) reportNode(context, "SPMD2050", node);
    return undefined;
  }
  const syntax = readFunction(context, found.node, found.name);
  if (syntax.wrong) return undefined;
  const known = typeof element === "string" ? recognise(syntax, element) : undefined;
  if (typeof known === "string") return builtinOrReport(context, known, element, node);
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

function builtinOrReport(context: KernelContext, name: MonoidName, element: ElementType, node: ts.Node): Monoid | undefined {
  if (!accepts(name, element)) {
    if (typeof element === "string") reportNode(context, "SPMD2053", node, { op: name, dtype: element });
    else reportNode(context, "SPMD2081", node, { op: "reduction", monoid: `'${name}'`, element: showElement(element), field: Object.keys(element)[0] ?? "n" });
    return undefined;
  }
  const { monoid, fn } = builtinMonoid(name, element);
  if (!context.cache.names.has(fn.id)) {
    context.cache.names.add(fn.id);
    context.functions.push(fn);
  }
  return monoid;
}

function custom(context: KernelContext, call: ts.CallExpression, element: ElementType): Monoid | undefined {
  const [first, second] = call.arguments;
  // TypeScript says which arguments are missing.
  if (!first || !second) return undefined;
  const identity = identityOf(context, first);
  if (identity === undefined) {
    reportNode(context, "SPMD2049", first);
    return undefined;
  }
  const found = resolveFunction(context, second);
  if (!found) return undefined;
  const type = combinedType(identity, element);
  if (!type) {
    const fields = typeof identity === "object" ? `{ ${Object.keys(identity).join(", ")} }` : `${typeof identity}s`;
    if (typeof element === "string" && typeof identity !== "object") reportNode(context, "SPMD2003", first, { op: "reduction", monoid: `a monoid of ${fields}`, dtype: element });
    else reportNode(context, "SPMD2081", first, { op: "reduction", monoid: `a monoid of ${fields}`, element: showElement(element), field: typeof element === "string" ? "n" : Object.keys(element)[0] ?? "n" });
    return undefined;
  }
  if (found.kind === "builtin" && typeof element === "string" && typeof identity !== "object" && isMonoidName(found.name.replace(/^Math\./, ""))) return builtinCombine(context, found.name, identity, element, second);
  const syntax = found.kind === "builtin" ? builtinAsFunction(found.name, Math.min(found.arity, 2), second) : readFunction(context, found.node, found.name);
  if (syntax.wrong) return undefined;
  const wanted = describe(type), dtype = showElement(element);
  const takesTwo = syntax.parameters.length === 2, known = takesTwo && typeof element === "string" && recognise(syntax, element);
  if (known && typeof known === "object") {
    reportNode(context, "SPMD2054", known.node, known.values);
    return undefined;
  }
  const combine = rounded(specialize({ context, integers: new Set(), stack: [] }, syntax, [type, type], { origins: [], indices: 0, element: undefined, result: type, ...(type.kind === "record" ? { order: [...type.fields.keys()] } : {}) }), type);
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

/** A field that is f32 takes what is computed with f64 fields beside it as an array of f32 would: rounded. */
function rounded(combine: Specialization, wanted: ValueType): Specialization {
  const { fn, result } = combine;
  if (result.kind !== "record" || wanted.kind !== "record") return combine;
  const isNarrow = fn.results.map(({ field, type }) => type === "f64" && wanted.fields.get(field) === f32);
  if (!isNarrow.includes(true)) return combine;
  const narrow = (e: KernelExpression, k: number): KernelExpression => (isNarrow[k] ? { kind: "convert", type: "f32", operand: e } : e);
  const inside = (body: readonly KernelStatement[]): KernelStatement[] => body.map((s): KernelStatement => {
    if (s.kind === "return") return { ...s, values: s.values.map(narrow) };
    if (s.kind === "if") return { ...s, then: inside(s.then), else: inside(s.else) };
    return s.kind === "while" ? { ...s, body: inside(s.body), step: inside(s.step) } : s;
  });
  const fields = new Map([...result.fields].map(([field, type]) => [field, isNarrow[fn.results.findIndex((r) => r.field === field)] ? f32 : type] as const));
  return { ...combine, result: { ...result, fields }, fn: { ...fn, results: fn.results.map((r, k) => (isNarrow[k] ? { ...r, type: "f32" } : r)), body: inside(fn.body) } };
}

/** What the function takes and gives: numbers for elements and identities that are, integers where bools are counted; undefined where the identity does not fit. */
function combinedType(identity: Identity, element: ElementType): ValueType | undefined {
  const one = (dtype: DType, value: Constant | undefined): NumberType | undefined => {
    if (value === undefined || (typeof value === "boolean" && dtype !== "bool")) return undefined;
    return typeof value === "boolean" ? bool : dtype === "bool" ? firmInt : numberType(scalarOf(dtype), true);
  };
  if (typeof element === "string") return typeof identity === "object" ? undefined : one(element, identity);
  if (typeof identity !== "object" || Object.keys(identity).length !== Object.keys(element).length) return undefined;
  const fields = Object.entries(element).map(([field, dtype]) => [field, one(dtype, identity[field])] as const);
  return fields.every((field): field is readonly [string, NumberType] => field[1] !== undefined) ? { kind: "record", list: false, fields: new Map(fields) } : undefined;
}

/** `monoid(0, Math.max)`. */
function builtinCombine(context: KernelContext, name: string, identity: Constant, dtype: DType, node: ts.Node): Monoid | undefined {
  const plain = name.replace(/^Math\./, "");
  const monoid = isMonoidName(plain) ? builtinOrReport(context, plain, dtype, node) : undefined;
  if (monoid) return monoid.identity === identity ? monoid : { name: "custom", identity, fn: monoid.fn };
  reportNode(context, "SPMD2052", node, { dtype, given: `'${textOf(node)}'`, instead: "write it out: (a, b) => ..." });
  return undefined;
}

/** A constant, or an object of constants: written there, or a const that holds one. */
function identityOf(context: KernelContext, node: ts.Expression): Identity | undefined {
  const constant = constantOf(context, node), written = meaningOf(context, bare(node));
  if (constant !== undefined || typeof written === "string" || !ts.isObjectLiteralExpression(written)) return constant;
  const fields = written.properties.map((p) => {
    const name = p.name && (ts.isIdentifier(p.name) || ts.isStringLiteral(p.name)) ? p.name.text : undefined;
    const value = ts.isPropertyAssignment(p) ? constantOf(context, p.initializer) : ts.isShorthandPropertyAssignment(p) ? constantOf(context, p.name) : undefined;
    return [name, value] as const;
  });
  return fields.every((field): field is readonly [string, Constant] => field[0] !== undefined && field[1] !== undefined) ? Object.fromEntries(fields) : undefined;
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
