// Extents and shapes in host code. A literal where the value is known at compile time, else an immutable host variable that the driver has checked; the
// same name for the same value.
//
//   const n = param("n", 10);
//   zeros([n, 3]); ones([n, n])          const n$1 = $rt.extent(n, "zeros: extent 0", "main.ts:2:8");  shapes [n$1, 3] and [n$1, n$1]
//   zeros(a.shape)                       a's own extents
import { ts } from "ts-morph";
import type { ArrayType, Extent } from "../ir/types.ts";
import { constantOf } from "./constants.ts";
import { codeOf } from "./hostText.ts";
import type { Code } from "./hostText.ts";
import { lowerArray, lowerHost } from "./lowerExpression.ts";
import { fail, pushHost, siteOf, typeOf } from "./place.ts";
import type { Place } from "./place.ts";
import { bare, isPure } from "./syntax.ts";

/** The extent that an expression gives. `what` names it in the driver's message: "zeros: extent 0". */
export function extentOf(place: Place, expression: ts.Expression, what: string): Extent {
  const constant = constantOf(place.lowering.language, place.bindings, expression);
  if (typeof constant === "number") return constant;
  const known = knownExtent(place, expression);
  if (known !== undefined) return known;
  const code = lowerHost(place, expression);
  return checkedExtent(place, code, expression, what, isPure(expression));
}

/** Checks a host value at run time, unless the same value has been checked before. */
function checkedExtent(place: Place, code: Code, node: ts.Node, what: string, pure: boolean): Extent {
  const { lowering, facts } = place, key = `extent ${code.text.replace(/\s+/g, " ")}`, span = lowering.span(node);
  const fixed = pure && [...code.reads].every((name) => !lowering.mutableNames.has(name));
  const before = fixed ? facts.known(key) : undefined;
  if (before !== undefined) return before;
  const name = lowering.names.fresh(/^[A-Za-z_]\w*$/.test(code.text) ? code.text : "$e");
  pushHost(place, span, `const ${name} = $rt.extent(${code.text}, ${JSON.stringify(what)}, ${JSON.stringify(siteOf(span))});`, code.reads, [name]);
  facts.declareExtent(name);
  if (fixed) facts.learn(key, name);
  return name;
}

/** The extent that a host expression is known to equal: `a.shape[0]`, or a const that holds it. */
export function knownExtent(place: Place, expression: ts.Expression): Extent | undefined {
  const node = bare(expression);
  if (ts.isIdentifier(node)) {
    const symbol = place.lowering.language.symbolOf(node), binding = symbol && place.bindings.get(symbol);
    return binding?.kind === "host" ? binding.extent : undefined;
  }
  if (!ts.isElementAccessExpression(node)) return undefined;
  const axis = constantOf(place.lowering.language, place.bindings, node.argumentExpression), shape = knownShape(place, node.expression);
  return shape && typeof axis === "number" ? shape[axis] : undefined;
}

/** The extents that a host expression is known to list: `a.shape`, or a const that holds it. */
export function knownShape(place: Place, expression: ts.Expression): readonly Extent[] | undefined {
  const node = bare(expression), { language } = place.lowering;
  if (ts.isIdentifier(node)) {
    const symbol = language.symbolOf(node), binding = symbol && place.bindings.get(symbol);
    return binding?.kind === "host" ? binding.shape : undefined;
  }
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== "shape" || !language.isArray(language.checker.getTypeAtLocation(node.expression))) return undefined;
  return typeOf(place, lowerArray(place, node.expression)).shape;
}

/** The shape that an argument gives: a list of extents, another array's shape, or a host list whose length its type says. */
export function shapeOf(place: Place, expression: ts.Expression, op: string): readonly Extent[] {
  const node = bare(expression), { checker } = place.lowering.language;
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.flatMap((element, axis) => {
      if (!ts.isSpreadElement(element)) return [extentOf(place, element, `${op}: extent ${axis}`)];
      return shapeOf(place, element.expression, op);
    });
  }
  const known = knownShape(place, node);
  if (known) return known;
  const type = checker.getTypeAtLocation(node);
  if (!checker.isTupleType(type)) fail(place, "SPMD1212", node, { op });
  const { target } = type as ts.TupleTypeReference, elements = checker.getTypeArguments(type as ts.TypeReference);
  if (target.elementFlags.some((flag) => flag !== ts.ElementFlags.Required)) fail(place, "SPMD1212", node, { op });
  const code = lowerHost(place, node);
  return elements.map((element, axis): Extent => {
    if (target.readonly && element.isNumberLiteral()) return element.value;
    return checkedExtent(place, codeOf(`${code.text}[${axis}]`, code.reads), node, `${op}: extent ${axis}`, false);
  });
}

/** Extents as host text. */
export const extentText = (extent: Extent): Code => (typeof extent === "number" ? codeOf(String(extent)) : codeOf(extent, [extent]));
export const shapeText = (shape: readonly Extent[]): Code => codeOf(`[${shape.join(", ")}]`, shape.filter((e) => typeof e === "string"));

/** What `a.NAME` is in host text, for the properties that arrays have. */
export function propertyText(type: ArrayType, name: string): Code | undefined {
  if (name === "shape") return shapeText(type.shape);
  return name === "dtype" ? codeOf(JSON.stringify(type.element)) : undefined;
}
