// The arguments of an operator's call, in the order in which they stand: arrays become inputs, host values attributes; functions are kept for later,
// since what a kernel's parameters are depends on the arrays beside it.
import { ts } from "ts-morph";
import type { Attribute } from "../ir/array.ts";
import type { DType, ElementType, ValueId } from "../ir/types.ts";
import { bytesOf, namedElements } from "../ir/types.ts";
import { assignArguments } from "../ops/arguments.ts";
import type { OperatorDefinition, Parameter } from "../ops/defineOp.ts";
import type { Bindings } from "./bindings.ts";
import { constantOf } from "./constants.ts";
import { extentOf, shapeOf } from "./extents.ts";
import { lowerArray, lowerExpression, lowerHost, shortText } from "./lowerExpression.ts";
import { complain, fail, pushHost, siteOf } from "./place.ts";
import type { Place } from "./place.ts";
import { bare } from "./syntax.ts";
import { hold } from "./value.ts";

export interface FunctionArgument {
  readonly node: ts.Expression | ts.FunctionDeclaration;
  readonly bindings: Bindings;
  readonly parameter: Parameter;
}

export interface ReadArguments {
  readonly inputs: readonly ValueId[];
  readonly attributes: { readonly [name: string]: Attribute };
  readonly element: ElementType | undefined;
  readonly kernel: FunctionArgument | undefined;
  readonly monoid: FunctionArgument | undefined;
  /** Host variables with numbers among the attributes, with what they are to the call. */
  readonly numbers: ReadonlyMap<string, string>;
  /** Axes of the shape that the call names. */
  readonly ndim: number | undefined;
}

export function readArguments(place: Place, call: ts.CallExpression, operator: OperatorDefinition): ReadArguments {
  const op = operator.name, assigned = assignArguments(operator.parameters, [...call.arguments], (parameter, argument) => fits(place, parameter, argument));
  if (!assigned.ok) fail(place, "SPMD1218", call.arguments[assigned.at] ?? call, { op, what: assigned.parameter ? `the argument '${assigned.parameter.name}' is missing` : `argument ${assigned.at + 1} does not belong to any of its parameters`, parameters: operator.parameters.map((p) => `${p.name}${"optional" in p && p.optional ? "?" : ""}`).join(", ") });
  const numbers = new Map<string, string>(), reading: Reading = { place, op, numbers };
  const inputs: ValueId[] = [], attributes: { [name: string]: Attribute } = {};
  let element: ElementType | undefined, kernel: FunctionArgument | undefined, monoid: FunctionArgument | undefined, ndim: number | undefined;
  for (const parameter of operator.parameters) {
    const argument = assigned.of.get(parameter.name);
    if (!argument) continue;
    switch (parameter.kind) {
      case "array":
        if (parameter.orScalar && !isArray(place, argument)) attributes[parameter.name] = scalar(reading, argument, parameter.name);
        else inputs.push(lowerArray(place, argument));
        break;
      case "kernel":
      case "neighbours":
        kernel = functionArgument(place, argument, parameter);
        break;
      case "monoid":
        monoid = functionArgument(place, argument, parameter);
        break;
      case "element":
        element = elementArgument(place, argument, op);
        attributes[parameter.name] = element;
        break;
      default:
        attributes[parameter.name] = attribute(reading, argument, parameter);
        if (parameter.kind === "shape") ndim = (attributes[parameter.name] as readonly Attribute[]).length;
        if (parameter.kind === "extent") ndim = 1;
    }
  }
  return { inputs, attributes, element, kernel, monoid, numbers, ndim };
}

const isArray = (place: Place, node: ts.Expression): boolean => place.lowering.language.isArray(place.lowering.language.checker.getTypeAtLocation(node));

/** Whether an argument can be read as an optional parameter. */
function fits(place: Place, parameter: Parameter, argument: ts.Expression): boolean {
  const { checker, isOf } = place.lowering.language, type = checker.getTypeAtLocation(argument), node = bare(argument);
  const ofKind = (flags: ts.TypeFlags): boolean => isOf(argument, flags);
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0 && type.getCallSignatures().length === 0;
  switch (parameter.kind) {
    case "array": return isArray(place, argument) || (parameter.orScalar === true && ofKind(ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike));
    case "kernel":
    case "neighbours":
    case "monoid": return type.getCallSignatures().length > 0 || place.lowering.language.nameOf(type.getSymbol()) === "Monoid";
    case "shape":
    case "integers":
    case "numbers": return ts.isArrayLiteralExpression(node) || checker.isTupleType(type) || checker.isArrayType(type);
    case "extent": return ofKind(ts.TypeFlags.NumberLike);
    case "element": return ofKind(ts.TypeFlags.StringLike) || (isObject && namesElements(checker, type));
    case "choice": return ofKind(ts.TypeFlags.StringLike) || (parameter.orScalar === true && ofKind(ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike));
    case "scalar": return ofKind(ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.StringLike);
    case "options": return isObject && !isArray(place, argument) && !namesElements(checker, type);
    case "host": return true;
  }
}

/** `{ re: "f32", im: "f32" }`: every property is a dtype's name. */
function namesElements(checker: ts.TypeChecker, type: ts.Type): boolean {
  const properties = type.getProperties().map((property) => checker.getTypeOfSymbol(property));
  return properties.length > 0 && properties.every((t) => (t.isStringLiteral() && t.value in bytesOf) || (t.flags & ts.TypeFlags.String) !== 0);
}

function functionArgument(place: Place, argument: ts.Expression, parameter: Parameter): FunctionArgument {
  const node = bare(argument), { language, parts } = place.lowering;
  const symbol = language.symbolOf(ts.isPropertyAccessExpression(node) ? node.name : node), binding = symbol && place.bindings.get(symbol);
  if (binding?.kind === "function") return { node: binding.node, bindings: binding.bindings, parameter };
  if (ts.isCallExpression(node) && (parts.has(node) || language.nameOf(symbolOfCallee(place, node)) === undefined)) {
    const value = lowerExpression(place, node);
    if (value.kind === "function") return { node: value.node, bindings: value.bindings, parameter };
  }
  return { node, bindings: place.bindings, parameter };
}

const symbolOfCallee = (place: Place, call: ts.CallExpression): ts.Symbol | undefined => place.lowering.language.symbolOf(ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression);

/** One call's arguments being read. */
interface Reading {
  readonly place: Place;
  readonly op: string;
  readonly numbers: Map<string, string>;
}

function attribute(reading: Reading, argument: ts.Expression, parameter: Parameter): Attribute {
  const { place, op } = reading;
  switch (parameter.kind) {
    case "shape": return shapeOf(place, argument, op).map(extentAttribute);
    case "extent": return extentAttribute(extentOf(place, argument, `${op}: ${parameter.name}`));
    case "element": return elementArgument(place, argument, op);
    case "choice": {
      const value = constantOf(place.lowering.language, place.bindings, argument);
      if (typeof value === "string" && parameter.values.includes(value)) return value;
      if (parameter.orFields && ts.isObjectLiteralExpression(bare(argument))) return options(reading, argument, parameter.orFields);
      if (parameter.orScalar && typeof value !== "string" && place.lowering.language.isOf(argument, ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.Any)) return scalar(reading, argument, parameter.name);
      return fail(place, "SPMD1219", argument, { op, name: parameter.name, values: parameter.values.map((v) => JSON.stringify(v)).join(", ") });
    }
    case "integers": {
      const node = bare(argument), list = ts.isArrayLiteralExpression(node) ? node.elements.map((e) => constantOf(place.lowering.language, place.bindings, e)) : [undefined];
      return list.every((v): v is number => Number.isInteger(v)) ? list : fail(place, "SPMD1220", argument, { op, name: parameter.name });
    }
    case "numbers": return numbers(reading, argument, parameter.name);
    case "options": return options(reading, argument, parameter.fields);
    case "scalar": return parameter.integer ? integer(reading, argument, parameter.name) : scalar(reading, argument, parameter.name);
    default: return scalar(reading, argument, parameter.name);
  }
}

const extentAttribute = (extent: number | string): Attribute => (typeof extent === "number" ? extent : { host: extent });

/** A literal, or the name of a host constant that holds the value. */
function scalar({ place, op, numbers }: Reading, argument: ts.Expression, name: string): Attribute {
  const constant = constantOf(place.lowering.language, place.bindings, argument);
  if (constant !== undefined) return constant;
  const value = lowerExpression(place, argument);
  const code = value.kind === "host" ? value.code : lowerHost(place, argument);
  const host = hold(place, code, argument, "$h", value.kind === "host" && value.constant === true);
  if (place.lowering.language.isOf(argument, ts.TypeFlags.NumberLike)) numbers.set(host, `${op}: ${name}`);
  return { host };
}

/** A list whose length is known; its host values are checked to be integers. */
function numbers(reading: Reading, argument: ts.Expression, name: string): Attribute {
  const { place, op } = reading, node = bare(argument);
  if (!ts.isArrayLiteralExpression(node)) return fail(place, "SPMD1220", argument, { op, name });
  return node.elements.map((element): Attribute => {
    const item = bare(element);
    if (item.kind === ts.SyntaxKind.NullKeyword) return null;
    if (ts.isArrayLiteralExpression(item)) return numbers(reading, item, name);
    return integer(reading, item, name);
  });
}

/** An integer: a literal, or a host value that is checked when the program runs. */
function integer(reading: Reading, argument: ts.Expression, name: string): Attribute {
  const { place, op } = reading, value = scalar({ ...reading, numbers: new Map() }, argument, name);
  if (typeof value === "number") return Number.isInteger(value) ? value : fail(place, "SPMD1220", argument, { op, name });
  const host = typeof value === "object" && value !== null && "host" in value ? String(value.host) : fail(place, "SPMD1220", argument, { op, name });
  const checked = place.lowering.names.fresh(host.startsWith("$") ? "$h" : host), span = place.lowering.span(argument);
  pushHost(place, span, `const ${checked} = $rt.integer(${host}, ${JSON.stringify(`${op}: ${name}`)}, ${JSON.stringify(siteOf(span))});`, [host], [checked]);
  return { host: checked };
}

function elementArgument(place: Place, argument: ts.Expression, op: string): ElementType {
  const { language } = place.lowering, node = bare(argument);
  const named = (expression: ts.Expression): ElementType | undefined => {
    const value = constantOf(language, place.bindings, expression), type = language.checker.getTypeAtLocation(expression);
    const name = value ?? (type.isStringLiteral() ? type.value : undefined);
    return typeof name === "string" && Object.hasOwn(namedElements, name) ? namedElements[name] : undefined;
  };
  const dtype = (expression: ts.Expression): DType => {
    const element = named(expression);
    return typeof element === "string" ? element : fail(place, "SPMD1221", expression, { op });
  };
  if (!ts.isObjectLiteralExpression(node)) return named(node) ?? constantRecord(place, node) ?? fail(place, "SPMD1221", node, { op });
  return Object.fromEntries(node.properties.map((property) => (ts.isPropertyAssignment(property) && isFieldName(property.name) ? [property.name.text, dtype(property.initializer)] : fail(place, "SPMD1221", property, { op }))));
}

const isFieldName = (name: ts.PropertyName): name is ts.Identifier | ts.StringLiteral => ts.isIdentifier(name) || (ts.isStringLiteral(name) && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name.text));

/** A const that holds a record of dtypes. */
function constantRecord(place: Place, node: ts.Expression): ElementType | undefined {
  const { checker } = place.lowering.language, type = checker.getTypeAtLocation(node);
  if (!(type.flags & ts.TypeFlags.Object)) return undefined;
  const fields = type.getProperties().map((property) => [property.name, checker.getTypeOfSymbol(property)] as const);
  return fields.length > 0 && fields.every(([, t]) => t.isStringLiteral() && t.value in bytesOf) ? Object.fromEntries(fields.map(([field, t]) => [field, (t as ts.StringLiteralType).value as DType])) : undefined;
}

function options(reading: Reading, argument: ts.Expression, fields: readonly Parameter[]): Attribute {
  const { place, op } = reading, node = bare(argument), read: { [name: string]: Attribute } = {};
  if (!ts.isObjectLiteralExpression(node)) return fail(place, "SPMD1222", argument, { op });
  for (const property of node.properties) {
    const name = property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) ? property.name.text : undefined, field = fields.find((f) => f.name === name);
    const value = ts.isPropertyAssignment(property) ? property.initializer : ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
    if (!value) fail(place, "SPMD1222", property, { op });
    if (field) read[field.name] = attribute(reading, value, field);
    else complain(place.lowering, "SPMD1223", property, { op, name: name ?? shortText(property), options: fields.map((f) => f.name).join(", ") });
  }
  return read;
}
