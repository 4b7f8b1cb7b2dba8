// Lists and objects with arrays in them exist only while compiling: they are taken apart at once. So functions can return several arrays and variables
// can be swapped; storing arrays in ordinary data cannot be done, since ordinary data is JavaScript text.
//
//   const [u, v] = step(u0, v0)      u -> %7, v -> %8
//   [u, v] = [v, u]                  %1 = read v, %2 = read u, write u = %1, write v = %2
import { ts } from "ts-morph";
import type { Binding } from "./bindings.ts";
import { lowerExpression, shortText } from "./lowerExpression.ts";
import { fail } from "./place.ts";
import type { Place } from "./place.ts";
import { bare } from "./syntax.ts";
import { bindingOf, valueOf } from "./value.ts";
import type { Value } from "./value.ts";

/** The parts of a literal that has arrays in it; undefined for one that is ordinary data. */
export function lowerParts(place: Place, node: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression): Value | undefined {
  const { language } = place.lowering, elements = elementsOf(node);
  const inside = (expression: ts.Expression): boolean => {
    const type = language.checker.getTypeAtLocation(expression);
    return language.isArray(type) || language.holdsArrays(type);
  };
  if (!elements || !elements.some(([, element]) => inside(element))) return undefined;
  const parts = new Map<string, Binding>();
  for (const [key, element] of elements) parts.set(key, bindingOf(place, lowerExpression(place, element), element, "$t"));
  return { kind: "parts", parts };
}

/** Keys and values in order; undefined where they are not known (spreads, computed names, methods). */
function elementsOf(node: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression): (readonly [string, ts.Expression])[] | undefined {
  if (ts.isArrayLiteralExpression(node)) return node.elements.some((e) => ts.isSpreadElement(e) || ts.isOmittedExpression(e)) ? undefined : node.elements.map((element, k) => [String(k), element] as const);
  const found: (readonly [string, ts.Expression])[] = [];
  for (const property of node.properties) {
    if (ts.isShorthandPropertyAssignment(property)) found.push([property.name.text, property.name]);
    else if (ts.isPropertyAssignment(property) && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name) || ts.isNumericLiteral(property.name))) found.push([property.name.text, property.initializer]);
    else return undefined;
  }
  return found;
}

export function partOf(place: Place, value: Value & { readonly kind: "parts" }, key: string, node: ts.Node): Value {
  if (key === "length") return { kind: "host", code: { text: String(value.parts.size), reads: new Set(), writes: new Set() }, constant: true };
  const part = value.parts.get(key);
  return part ? valueOf(place, part, node) : fail(place, "SPMD1203", node, { name: shortText(node) });
}

/** The leaves of a pattern with what each takes: `[u, { v }]` of parts. */
export function eachPart(place: Place, target: ts.BindingName | ts.Expression, binding: Binding, take: (leaf: ts.Identifier | ts.Expression, binding: Binding) => void): void {
  const refuse = (node: ts.Node): never => fail(place, "SPMD1203", node, { name: shortText(node) });
  const part = (key: string, node: ts.Node): Binding => (binding.kind === "parts" ? binding.parts.get(key) : undefined) ?? refuse(node);
  const plain = ts.isBindingName(target) ? target : bare(target);
  if (ts.isArrayBindingPattern(plain) || ts.isObjectBindingPattern(plain)) {
    for (const [k, element] of plain.elements.entries()) {
      if (ts.isOmittedExpression(element)) continue;
      if (element.dotDotDotToken || element.initializer) refuse(element);
      const name = element.propertyName ?? element.name;
      const key = ts.isArrayBindingPattern(plain) ? String(k) : ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : refuse(element);
      eachPart(place, element.name, part(key, element), take);
    }
  } else if (ts.isArrayLiteralExpression(plain)) {
    for (const [k, element] of plain.elements.entries()) if (!ts.isOmittedExpression(element)) eachPart(place, element, part(String(k), element), take);
  } else if (ts.isObjectLiteralExpression(plain)) {
    for (const [key, element] of elementsOf(plain) ?? refuse(plain)) eachPart(place, element, part(key, element), take);
  } else take(plain, binding);
}
