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
import { inlineCall } from "./inlineCall.ts";
import { lowerBranches } from "./lowerBranches.ts";
import { functionOf, lowerCall } from "./lowerCall.ts";
import { lowerOperands } from "./lowerOperands.ts";
import { lowerParts, partOf } from "./lowerParts.ts";
import { fail, typeOf } from "./place.ts";
import type { Place } from "./place.ts";
import { bare, isAssignment, isFunctionNode, isLogical } from "./syntax.ts";
import { hostValue, valueOf } from "./value.ts";
import type { Value } from "./value.ts";

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
