// A call of an operator: its arguments read as its parameters say, its types checked by its own rule, and one `ArrayOp` in the program. What cannot be
// checked before the program runs (shapes whose extents are host values) is checked there once, before the operation.
//
//   const r = sum(zipWith(a, b, (x, y) => x * y * k))
//     $rt.sameShape(...)   %3 = zipWith %1 %2 @f captures [k]   %4 = sum %3   scalar r = %4
import { ts } from "ts-morph";
import { report } from "../diagnostics/catalogue/index.ts";
import type { ArrayOp, Attribute, KernelRef, Monoid } from "../ir/array.ts";
import type { KernelResult } from "../ir/kernel.ts";
import type { ArrayType, DType, ElementType, Extent, ValueId } from "../ir/types.ts";
import { bytesOf, fieldsOf, scalarOf } from "../ir/types.ts";
import type { CallFacts, Checked, HostText, OperatorDefinition, Worded } from "../ops/defineOp.ts";
import { givesScalar, unknownExtent } from "../ops/defineOp.ts";
import { captureNames } from "./captures.ts";
import { shapeText } from "./extents.ts";
import type { KernelContext, KernelRequest } from "./kernel/request.ts";
import { lowerKernel } from "./kernel/lowerKernel.ts";
import { lowerMonoid } from "./kernel/lowerMonoid.ts";
import { abandoned, newValue, pushHost, siteOf, typeOf, underline } from "./place.ts";
import type { Place } from "./place.ts";
import { readArguments } from "./readArguments.ts";
import type { FunctionArgument, ReadArguments } from "./readArguments.ts";
import { readSlot } from "./slots.ts";
import { nameValue } from "./value.ts";
import type { Value } from "./value.ts";

export function lowerOperator(place: Place, call: ts.CallExpression, operator: OperatorDefinition, hint: string | undefined): Value {
  const read = readArguments(place, call, operator), { lowering } = place, span = lowering.span(call);
  const facts: CallFacts = { inputs: read.inputs.map((value) => known(place, typeOf(place, value))), attributes: read.attributes, kernelResults: [], element: read.element, ...declaredOf(place, call) };
  const monoid = read.monoid && requireMonoid(place, read.monoid, facts.inputs[0]?.element ?? "f64");
  const withMonoid: CallFacts = monoid ? { ...facts, monoid } : facts;
  const kernel = read.kernel && requireKernel(place, call, operator, withMonoid, read, read.kernel);
  const checked = accept(place, call, operator.check(kernel ? { ...withMonoid, kernelResults: kernel.results } : withMonoid));
  for (const [a, b] of checked.equal ?? []) requireSameShape(place, call, operator.name, a, b);
  const derived = (checked.derived ?? []).map(({ of, value }) => ({ of, name: derivedName(place, call, value, "extent" in of) }));
  const extentNamed = (axis: number): string | undefined => derived.find(({ of }) => "extent" in of && of.extent === axis)?.name;
  const types = checked.types.map((type): ArrayType => ({ element: type.element, shape: type.shape.map((extent, axis) => (extent === unknownExtent ? extentNamed(axis) ?? lowering.names.fresh("$e") : extent)) }));
  const results = types.map((type) => newValue(place, type));
  const integers = [...facts.inputs, ...types].some(({ element }) => fieldsOf(element).some(([, dtype]) => scalarOf(dtype) === "int"));
  const found = Object.fromEntries(derived.flatMap(({ of, name }) => ("attribute" in of ? [[of.attribute, { host: name }]] : [])));
  const attributes = { ...(integers ? requireIntegers(place, call, read) : read.attributes), ...found, ...checked.attributes };
  const op: ArrayOp = {
    kind: "op", op: operator.name, results, types, inputs: read.inputs, ...(kernel ? { kernel: kernel.ref } : {}), ...(monoid ? { monoid } : {}), attributes, span,
  };
  place.out.push({ kind: "array", node: op });
  lowering.said.operators.set(siteOf(span), operator.name);
  const variable = variableOf(call);
  for (const result of results) {
    lowering.said.makers.set(result, operator.name);
    if (variable !== undefined) lowering.said.variables.set(result, variable);
  }
  for (const [axis, extent] of checked.types[0]!.shape.entries()) {
    const name = types[0]!.shape[axis]!;
    if (extent !== unknownExtent || typeof name === "number" || extentNamed(axis) !== undefined) continue;
    place.out.push({ kind: "extent", name, value: results[0]!, axis, span });
    place.facts.declareExtent(name);
  }
  if (!givesScalar(operator, types[0]!.shape)) return { kind: "array", value: results[0]! };
  const name = hint ?? lowering.names.fresh("$s");
  place.out.push({ kind: "scalar", name, value: results[0]!, span });
  return nameValue(name);
}

/** The variable that is given the call's result: `const u = map(...)`, `u = map(...)`. */
function variableOf(call: ts.Expression): string | undefined {
  let of: ts.Node = call;
  while (ts.isParenthesizedExpression(of.parent) || ts.isAsExpression(of.parent) || ts.isNonNullExpression(of.parent) || ts.isSatisfiesExpression(of.parent)) of = of.parent;
  const { parent } = of;
  if (ts.isVariableDeclaration(parent) && parent.initializer === of && ts.isIdentifier(parent.name)) return parent.name.text;
  return ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right === of && ts.isIdentifier(parent.left) ? parent.left.text : undefined;
}

/** The host constant that holds what an operator has computed before it. */
function derivedName(place: Place, call: ts.CallExpression, { text, reads }: HostText, isExtent: boolean): string {
  const key = `derived ${text}`, before = place.facts.known(key);
  if (typeof before === "string") return before;
  const name = place.lowering.names.fresh(isExtent ? "$e" : "$h");
  pushHost(place, place.lowering.span(call), `const ${name} = ${text};`, reads, [name]);
  if (isExtent) place.facts.declareExtent(name);
  place.facts.learn(key, name);
  return name;
}

/** A type whose extents are those they are known to equal here. */
const known = (place: Place, type: ArrayType): ArrayType => ({ element: type.element, shape: type.shape.map((extent) => place.facts.representative(extent)) });

/** What TypeScript says of the call's result, where it is an array. */
function declaredOf(place: Place, call: ts.CallExpression): Pick<CallFacts, "declared"> {
  const { language } = place.lowering, { checker } = language, type = checker.getTypeAtLocation(call);
  if (!language.isArray(type) || type.isUnionOrIntersection() || type.isTypeParameter()) return {};
  const [dtype, shape] = checker.getTypeArguments(type as ts.TypeReference);
  const element = dtype && elementOfType(checker, dtype);
  if (element === undefined || !shape || !checker.isTupleType(shape)) return {};
  return { declared: { element, shape: checker.getTypeArguments(shape as ts.TypeReference).map((extent) => (extent.isNumberLiteral() ? extent.value : undefined)) } };
}

/** `"f64"`, `{ re: "f64"; im: "f64" }` */
function elementOfType(checker: ts.TypeChecker, type: ts.Type): ElementType | undefined {
  const dtype = (of: ts.Type): DType | undefined => (of.isStringLiteral() && of.value in bytesOf ? (of.value as DType) : undefined);
  if (type.isStringLiteral() || !(type.flags & ts.TypeFlags.Object)) return dtype(type);
  const fields = type.getProperties().map((property) => [property.name, dtype(checker.getTypeOfSymbol(property))] as const);
  return fields.length > 0 && fields.every((field): field is readonly [string, DType] => field[1] !== undefined) ? Object.fromEntries(fields) : undefined;
}

function kernelContext(place: Place): KernelContext {
  const { lowering } = place, { language } = lowering;
  return {
    checker: language.checker, functions: lowering.kernels.functions, cache: lowering.kernels.cache, unchecked: lowering.kernels.unchecked,
    report: (diagnostic) => lowering.report(diagnostic),
    span: (node) => lowering.span(node),
    builtin: (symbol) => language.nameOf(symbol),
    binding: (symbol) => {
      const binding = place.bindings.get(symbol);
      return binding?.kind === "function" ? binding.node : undefined;
    },
    arrayType: (symbol, node) => {
      const value = arrayAt(place, symbol, node);
      return value && typeOf(place, value);
    },
    mathFunction: (name) => lowering.vocabulary.mathFunction(name),
  };
}

/** The array that a variable holds here. */
function arrayAt(place: Place, symbol: ts.Symbol, node: ts.Node): ValueId | undefined {
  const binding = place.bindings.get(symbol);
  return binding?.kind === "array" ? binding.value : binding?.kind === "slot" ? readSlot(place, binding.slot, node) : undefined;
}

function requireMonoid(place: Place, argument: FunctionArgument, element: ElementType): Monoid {
  const monoid = lowerMonoid(kernelContext({ ...place, bindings: argument.bindings }), argument.node, element);
  if (!monoid) throw abandoned;
  return monoid;
}

const elementOf = (checked: Checked): ElementType | undefined => (checked.ok ? checked.types[0]!.element : undefined);

interface Kernel {
  readonly ref: KernelRef;
  readonly results: readonly KernelResult[];
}

function requireKernel(place: Place, call: ts.CallExpression, operator: OperatorDefinition, facts: CallFacts, read: ReadArguments, { node, bindings, parameter }: FunctionArgument): Kernel {
  const inner = { ...place, bindings }, elements = parameter.kind === "kernel" && !parameter.elements ? [] : facts.inputs.map((type) => type.element);
  // What a number from the kernel would be stored as: the typing rule knows.
  const probe = operator.check({ ...facts, kernelResults: [{ field: "", type: "f64" }] });
  const implied = probe.ok ? probe.types[0]! : undefined, ndim = (facts.inputs[0] ?? implied)?.shape.length ?? read.ndim ?? 0;
  const result: KernelRequest["result"] = parameter.kind === "kernel" && parameter.result === "boolean" ? "boolean"
    : facts.element !== undefined ? { element: facts.element } : { implied: (results) => elementOf(operator.check({ ...facts, kernelResults: results })) };
  const lowered = lowerKernel(kernelContext(inner), {
    node, name: operator.name, elements, indices: ndim, ...(parameter.kind === "neighbours" ? { neighbours: ndim } : {}), result,
  });
  if (!lowered) throw abandoned;
  const captures = captureNames(inner, lowered.captures, call), reads = lowered.arrays.map((array) => ({ array: array.key, value: arrayAt(inner, array.symbol, array.node)! }));
  return { ref: { fn: lowered.fn, indices: lowered.indicesUsed, ...(lowered.offsets ? { offsets: lowered.offsets } : {}), captures, ...(reads.length > 0 ? { reads } : {}) }, results: lowered.results };
}

/** The rule's answer, or its sentence as a diagnostic. */
function accept(place: Place, call: ts.CallExpression, checked: Checked): Checked & { readonly ok: true } {
  const say = ({ code, message, help }: Worded): void => place.lowering.report({ ...report(code as `SPMD${number}`, place.lowering.span(call), {}, underline(call)), message, help });
  if (!checked.ok) {
    say(checked);
    throw abandoned;
  }
  for (const warning of checked.warnings ?? []) say(warning);
  return checked;
}

/** Host numbers that stand for integer elements are checked to be integers. */
function requireIntegers(place: Place, call: ts.CallExpression, read: ReadArguments): ArrayOp["attributes"] {
  const span = place.lowering.span(call), checked = new Map<string, string>();
  for (const [name, what] of read.numbers) {
    const integer = place.lowering.names.fresh(name.startsWith("$") ? "$h" : name);
    pushHost(place, span, `const ${integer} = $rt.integer(${name}, ${JSON.stringify(what)}, ${JSON.stringify(siteOf(span))});`, [name], [integer]);
    checked.set(name, integer);
  }
  const renamed = (attribute: Attribute): Attribute => {
    if (typeof attribute !== "object" || attribute === null) return attribute;
    if (Array.isArray(attribute)) return attribute.map(renamed);
    if ("host" in attribute && typeof attribute.host === "string") return { host: checked.get(attribute.host) ?? attribute.host };
    return Object.fromEntries(Object.entries(attribute).map(([key, inner]) => [key, renamed(inner as Attribute)]));
  };
  return Object.fromEntries(Object.entries(read.attributes).map(([key, attribute]) => [key, renamed(attribute)]));
}

/** The driver compares shapes that have host values as extents; from there on they are known to be equal. */
function requireSameShape(place: Place, call: ts.CallExpression, op: string, a: readonly Extent[], b: readonly Extent[]): void {
  const same = (x: Extent, axis: number): boolean => place.facts.representative(x) === place.facts.representative(b[axis]!);
  if (a.length === b.length && a.every(same)) return;
  const left = shapeText(a), right = shapeText(b), span = place.lowering.span(call);
  pushHost(place, span, `$rt.sameShape(${JSON.stringify(op)}, { shape: ${left.text} }, { shape: ${right.text} }, ${JSON.stringify(siteOf(span))});`, [...left.reads, ...right.reads], []);
  a.forEach((extent, axis) => place.facts.equate(extent, b[axis]!));
}
