// Host expressions. One without array parts stays text. Of any other, the parts are lifted out as statements of the program, in the order in which
// JavaScript would evaluate them, and what is left is text that names their results.
//
//   const r = f(k++) + Math.sqrt(sum(map(a, g))) / n
//     const $t1 = f(k++);   %2 = map %1 @g   %3 = sum %2   scalar $s1 = %3   const r = $t1 + Math.sqrt($s1) / n;
//
// What is evaluated before a lifted part keeps its place by going into a const of its own, unless nothing could tell the difference.
import { ts } from "ts-morph";
import type { ValueId } from "../ir/types.ts";
import { constantOf } from "./constants.ts";
import { extentText, knownExtent, knownShape, propertyText, shapeText } from "./extents.ts";
import { codeOf, hostText, isPatternTarget } from "./hostText.ts";
import type { Code } from "./hostText.ts";
import { assignArray } from "./lowerAssignment.ts";
import { lowerBranches } from "./lowerBranches.ts";
import { inlineCall } from "./inlineCall.ts";
import { functionOf, lowerCall } from "./lowerCall.ts";
import { fail, typeOf } from "./place.ts";
import type { Place } from "./place.ts";
import { bare, isAssignment, isFunctionNode, isLogical, isPure } from "./syntax.ts";
import { hold, hostValue, valueOf } from "./value.ts";
import type { Value } from "./value.ts";
import { lowerParts, partOf } from "./lowerParts.ts";

/** `hint`: what a const that holds the result would be called. */
export function lowerExpression(place: Place, expression: ts.Expression, hint?: string): Value {
  const { parts, language } = place.lowering, node = bare(expression);
  if (ts.isIdentifier(node)) {
    const symbol = language.symbolOf(node), binding = symbol && place.bindings.get(symbol);
    if (binding && binding.kind !== "host") return valueOf(place, binding, node);
    if (binding && !place.lowering.mutableNames.has(binding.name)) return hostValue(codeOf(binding.name, [binding.name]), true);
  }
  if (ts.isCallExpression(node) && language.checker.getTypeAtLocation(node).getCallSignatures().length > 0) {
    // A function made by a function of the program: what it captures is known while compiling.
    const maker = functionOf(place, node.expression);
    if (maker) return inlineCall(place, node, maker.fn, maker.bindings);
  }
  if (!parts.has(node)) return isFunctionNode(node) ? { kind: "function", node, bindings: place.bindings } : hostValue(hostText(place, expression), constantOf(language, place.bindings, node) !== undefined);
  if (ts.isIdentifier(node)) return lowerName(place, node);
  if (isFunctionNode(node)) return { kind: "function", node, bindings: place.bindings };
  if (ts.isClassExpression(node)) fail(place, "SPMD1207", node, { what: "a class" });
  if (ts.isCallExpression(node)) return lowerCall(place, node, hint);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return lowerAccess(place, node);
  if (isAssignment(node) && (holdsArrays(place, node.left) || (isPattern(node.left) && parts.has(node.left)))) return assignArray(place, node);
  if ((ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)) && !isPatternTarget(node)) {
    const taken = lowerParts(place, node);
    if (taken) return taken;
  }
  if (ts.isConditionalExpression(node) && (parts.has(node.whenTrue) || parts.has(node.whenFalse))) return lowerBranches(place, node);
  if (isLogical(node) && parts.has(node.right)) return lowerBranches(place, node);
  return hostValue(lowerOperands(place, expression));
}

function holdsArrays(place: Place, target: ts.Expression): boolean {
  const { language } = place.lowering, type = language.checker.getTypeAtLocation(target);
  return language.isArray(type) || language.holdsArrays(type);
}

const isPattern = (node: ts.Node): boolean => ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node);

/** Where host code is needed. */
export function lowerHost(place: Place, expression: ts.Expression, hint?: string): Code {
  if (!place.lowering.parts.has(expression)) return hostText(place, expression);
  const value = lowerExpression(place, expression, hint);
  if (value.kind === "host") return value.code;
  if (value.kind === "array") return fail(place, "SPMD1202", expression, { name: shortText(expression) });
  return fail(place, value.kind === "parts" ? "SPMD1203" : "SPMD1216", expression, { name: shortText(expression) });
}

/** Where an array is needed. */
export function lowerArray(place: Place, expression: ts.Expression): ValueId {
  const value = lowerExpression(place, expression);
  return value.kind === "array" ? value.value : fail(place, "SPMD1213", expression, { name: shortText(expression) });
}

export function shortText(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

function lowerName(place: Place, node: ts.Identifier): Value {
  const { language, parts } = place.lowering, symbol = language.symbolOf(node), binding = symbol && place.bindings.get(symbol);
  if (binding) return valueOf(place, binding, node);
  const definition = parts.arrayFunction(node);
  if (definition || language.nameOf(symbol) !== undefined) return { kind: "function", node, bindings: place.bindings };
  return fail(place, "SPMD1209", node, { name: node.text });
}

/** `a.shape`, `a.shape[0]`, `pair.u`, and properties of what a call gives. */
function lowerAccess(place: Place, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Value {
  const extent = knownExtent(place, node);
  if (extent !== undefined) return hostValue(extentText(extent), true);
  const shape = knownShape(place, node);
  if (shape) return hostValue(shapeText(shape), true);
  const { language } = place.lowering;
  if (language.nameOf(language.symbolOf(ts.isPropertyAccessExpression(node) ? node.name : node)) !== undefined) return { kind: "function", node, bindings: place.bindings };
  const key = ts.isPropertyAccessExpression(node) ? node.name.text : constantOf(language, place.bindings, node.argumentExpression);
  const object = bare(node.expression);
  if (ts.isPropertyAccessExpression(object) && isShapeOfArray(place, object) && key === "length") return hostValue(codeOf(String(knownShape(place, object)!.length)), true);
  const owner = ts.isIdentifier(object) ? language.symbolOf(object) : undefined, holder = owner && place.bindings.get(owner);
  if (holder?.kind === "parts" && key !== undefined) return partOf(place, holder, String(key), node);
  if (!place.lowering.parts.has(object)) return hostValue(lowerOperands(place, node));
  if (mayBeTaken(place, object)) {
    const value = lowerExpression(place, object);
    if (value.kind === "parts" && key !== undefined) return partOf(place, value, String(key), node);
    if (value.kind === "array") {
      const text = typeof key === "string" ? propertyText(typeOf(place, value.value), key) : undefined;
      return text ? hostValue(text, true) : fail(place, "SPMD1214", node, { name: shortText(node) });
    }
    if (value.kind === "host") return hostValue(lowerOperands(place, node, new Map([[node.expression, value.code]])));
    return fail(place, "SPMD1203", node, { name: shortText(node) });
  }
  return hostValue(lowerOperands(place, node));
}

const isShapeOfArray = (place: Place, node: ts.PropertyAccessExpression): boolean => node.name.text === "shape" && place.lowering.language.isArray(place.lowering.language.checker.getTypeAtLocation(node.expression));

/** An object whose access is not simply host code. */
const mayBeTaken = (place: Place, object: ts.Expression): boolean => place.lowering.language.isArray(place.lowering.language.checker.getTypeAtLocation(object)) || ts.isIdentifier(object) || ts.isCallExpression(object) || ts.isPropertyAccessExpression(object) || ts.isElementAccessExpression(object);

/**
 * Lifts the array parts out of an expression's operands, in order, and gives the text of the whole with their results in it. `done` are operands that
 * have been lowered before; they are evaluated first.
 */
export function lowerOperands(place: Place, node: ts.Expression, done: ReadonlyMap<ts.Node, Code> = new Map()): Code {
  const whole = bare(node), method = ts.isObjectLiteralExpression(whole) ? whole.properties.find((p) => (ts.isMethodDeclaration(p) || ts.isAccessor(p)) && place.lowering.parts.has(p)) : undefined;
  if (method) fail(place, "SPMD1207", method.name ?? method, { what: "a method" });
  const lifted = new Map<ts.Node, Code>(done), operands = operandsOf(bare(node)).filter((operand) => !done.has(operand));
  const { parts } = place.lowering;
  const last = operands.findLastIndex((operand) => parts.has(operand));
  const compound = compoundTarget(place, bare(node)), before = compound && held(place, hostText(place, compound.left), compound.left);
  for (const [k, operand] of operands.entries()) {
    if (k > last) break;
    const later = operands.slice(k + 1, last + 1).filter((o) => parts.has(o));
    const keeps = later.every((o) => isSilent(place, o));
    if (parts.has(operand)) {
      if (isFunctionNode(operand)) fail(place, "SPMD1205", operand);
      const value = lowerExpression(place, operand);
      if (value.kind !== "host") {
        if (value.kind === "function") fail(place, "SPMD1216", operand, { name: shortText(operand) });
        refuse(place, bare(node), operand, value);
      }
      const stays = value.constant === true || later.length === 0 || (keeps && isPure(operand));
      lifted.set(operand, stays ? value.code : held(place, value.code, operand));
    } else if (later.length > 0 && !isFixed(place, operand) && !(keeps && isPure(operand))) {
      lifted.set(operand, held(place, hostText(place, operand), operand));
    }
  }
  if (compound && before) return compoundAssignment(place, compound, before, lifted.get(compound.right)!);
  return hostText(place, node, lifted);
}

/** An array, or a list of arrays, as an operand of ordinary code. */
function refuse(place: Place, node: ts.Expression, operand: ts.Expression, value: Value): never {
  const name = shortText(operand), called = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression : undefined;
  const keeper = called && ts.isPropertyAccessExpression(called) && place.lowering.language.holdsArrays(place.lowering.language.checker.getTypeAtLocation(called.expression));
  if (value.kind !== "array" || keeper) fail(place, "SPMD1203", operand, { name });
  return called ? fail(place, "SPMD1206", operand, { name, callee: shortText(called) }) : fail(place, "SPMD1202", operand, { name });
}

function held(place: Place, code: Code, node: ts.Node): Code {
  const name = hold(place, code, node, "$t", false);
  return codeOf(name, [name]);
}

/** Literals, consts, and functions: the same whenever they are evaluated. */
function isFixed(place: Place, operand: ts.Expression): boolean {
  const node = bare(operand), { language, mutableNames } = place.lowering;
  if (constantOf(language, place.bindings, node) !== undefined || isFunctionNode(node) || node.kind === ts.SyntaxKind.NullKeyword) return true;
  const named = ts.isPropertyAccessExpression(node) ? node.name : node, symbol = language.symbolOf(named), binding = symbol && place.bindings.get(symbol);
  if (!ts.isIdentifier(node)) return binding?.kind === "host" && !mutableNames.has(binding.name);
  if (!binding && ((language.checker.getSymbolAtLocation(node)?.flags ?? 0) & ts.SymbolFlags.Alias) !== 0) return true;
  return binding ? binding.kind !== "host" || !mutableNames.has(binding.name) : !symbol?.declarations?.some((d) => !d.getSourceFile().isDeclarationFile);
}

/** Lifting it runs no code of the user's that could change host variables: operators on arrays, and what they read. */
function isSilent(place: Place, operand: ts.Node): boolean {
  const { language, vocabulary } = place.lowering;
  const loud = (node: ts.Node): boolean => {
    if (ts.isCallExpression(node)) {
      const name = language.nameOf(language.symbolOf(ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression));
      if (name !== undefined && vocabulary.operators.has(name)) return node.arguments.some((argument) => !isFunctionNode(argument) && loud(argument));
      return name !== undefined ? vocabulary.effects.has(name) : !isPure(node);
    }
    if (isAssignment(node) || ts.isAwaitExpression(node) || ts.isNewExpression(node) || ts.isPostfixUnaryExpression(node) || ts.isDeleteExpression(node) || ts.isYieldExpression(node)) return true;
    if (ts.isPrefixUnaryExpression(node) && (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)) return true;
    return ts.forEachChild(node, (child) => loud(child) || undefined) ?? false;
  };
  return !loud(operand);
}

/** The expressions that are evaluated for an expression, in order: arguments, elements, both sides. */
function operandsOf(node: ts.Expression): ts.Expression[] {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return [...calleeOperands(node.expression), ...(node.arguments ?? []).map(unspread)];
  if (isAssignment(node)) return [...targetOperands(node.left), node.right];
  if (ts.isConditionalExpression(node)) return [node.condition];
  if (isLogical(node)) return [node.left];
  const operands: ts.Expression[] = [];
  const collect = (child: ts.Node): void => {
    if (ts.isTypeNode(child)) return;
    if (ts.isSpreadElement(child)) operands.push(child.expression);
    else if (isEvaluated(child)) operands.push(child);
    else ts.forEachChild(child, collect);
  };
  ts.forEachChild(node, (child) => {
    if (ts.isPropertyAccessExpression(node) && child === node.name) return;
    collect(child);
  });
  return operands;
}

const isEvaluated = (node: ts.Node): node is ts.Expression => ts.isExpression(node) && !(ts.isIdentifier(node) && (ts.isPropertyAssignment(node.parent) && node.parent.name === node));
const unspread = (node: ts.Expression): ts.Expression => (ts.isSpreadElement(node) ? node.expression : node);

/** A method's object is evaluated; the method itself is looked up at the call. */
function calleeOperands(callee: ts.Expression): ts.Expression[] {
  if (ts.isPropertyAccessExpression(callee)) return [callee.expression];
  if (ts.isElementAccessExpression(callee)) return [callee.expression, callee.argumentExpression];
  return [callee];
}

function targetOperands(target: ts.Expression): ts.Expression[] {
  if (ts.isPropertyAccessExpression(target)) return [target.expression];
  if (ts.isElementAccessExpression(target)) return [target.expression, target.argumentExpression];
  return [];
}

/** `x += e`: x is read before e is evaluated. Only where that matters. */
function compoundTarget(place: Place, node: ts.Expression): { readonly left: ts.Identifier; readonly right: ts.Expression; readonly operator: string } | undefined {
  if (!isAssignment(node) || node.operatorToken.kind === ts.SyntaxKind.EqualsToken || !place.lowering.parts.has(node.right)) return undefined;
  const operator = node.operatorToken.getText().slice(0, -1);
  if (["&&", "||", "??"].includes(operator)) fail(place, "SPMD1208", node, { what: `'${operator}=' with arrays`, instead: "write an if statement" });
  return ts.isIdentifier(node.left) && !isSilent(place, node.right) ? { left: node.left, right: node.right, operator } : undefined;
}

function compoundAssignment(place: Place, { left, operator }: NonNullable<ReturnType<typeof compoundTarget>>, before: Code, value: Code): Code {
  const target = hostText(place, left);
  return codeOf(`${target.text} = ${before.text} ${operator} (${value.text})`, [...before.reads, ...value.reads], [...target.reads, ...target.writes]);
}
