// Calls in host code, by what is called: an operator of the language, an effect, a function of the user's that works with arrays, or plain JavaScript.
import { ts } from "ts-morph";
import { hostFunctions } from "../ops/hostFunctions.ts";
import { definitionOf } from "./arrayParts.ts";
import type { Bindings } from "./bindings.ts";
import { inlineCall } from "./inlineCall.ts";
import { lowerEffect } from "./lowerEffect.ts";
import { lowerOperands } from "./lowerOperands.ts";
import { lowerOperator } from "./lowerOperator.ts";
import { fail } from "./place.ts";
import type { Place } from "./place.ts";
import { bare, isFunctionNode } from "./syntax.ts";
import type { FunctionNode } from "./syntax.ts";
import { hostValue } from "./value.ts";
import type { Value } from "./value.ts";

export function lowerCall(place: Place, call: ts.CallExpression, hint: string | undefined): Value {
  const { language, vocabulary, parts } = place.lowering, callee = bare(call.expression);
  const symbol = language.symbolOf(ts.isPropertyAccessExpression(callee) ? callee.name : callee), name = language.nameOf(symbol);
  const spread = call.arguments.find(ts.isSpreadElement);
  if (name !== undefined) {
    const operator = vocabulary.operators.get(name), effect = vocabulary.effects.get(name);
    if (spread && (operator || effect)) fail(place, "SPMD1217", spread, { name });
    if (operator) return lowerOperator(place, call, operator, hint);
    if (effect) return lowerEffect(place, call, effect, hint);
    return hostFunctions.get(name)?.kind === "monoid" ? { kind: "function", node: call, bindings: place.bindings } : hostValue(lowerOperands(place, call));
  }
  const target = functionOf(place, callee);
  if (!target || !(target.bound || parts.arrayFunction(target.fn))) return hostValue(lowerOperands(place, call));
  if (spread) fail(place, "SPMD1217", spread, { name: callee.getText() });
  return inlineCall(place, call, target.fn, target.bindings);
}

/** The function that an expression names, with the bindings it was written among. `bound`: it came as an argument. */
export function functionOf(place: Place, expression: ts.Expression): { readonly fn: FunctionNode; readonly bindings: Bindings; readonly bound: boolean } | undefined {
  const node = bare(expression);
  if (isFunctionNode(node)) return { fn: node, bindings: place.bindings, bound: true };
  const symbol = place.lowering.language.symbolOf(ts.isPropertyAccessExpression(node) ? node.name : node), binding = symbol && place.bindings.get(symbol);
  if (binding?.kind === "function") {
    if (ts.isFunctionDeclaration(binding.node)) return { fn: binding.node, bindings: binding.bindings, bound: true };
    const inner = functionOf({ ...place, bindings: binding.bindings }, binding.node);
    return inner && { ...inner, bound: true };
  }
  const fn = definitionOf(symbol);
  return fn && { fn, bindings: place.bindings, bound: false };
}
