// Assignments to array variables: `u = map(u, f)`, `[u, v] = [v, u]`.
import { ts } from "ts-morph";
import type { Binding } from "./bindings.ts";
import { storeCells } from "./cells.ts";
import { hostText } from "./hostText.ts";
import { lowerExpression, shortText } from "./lowerExpression.ts";
import { eachPart } from "./lowerParts.ts";
import { fail, hostCode } from "./place.ts";
import type { Place } from "./place.ts";
import { writeSlot } from "./slots.ts";
import { bindingOf, valueOf } from "./value.ts";
import type { Value } from "./value.ts";

/** Gives the assigned value, as the assignment expression does. */
export function assignArray(place: Place, node: ts.BinaryExpression): Value {
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) fail(place, "SPMD1208", node, { what: `'${node.operatorToken.getText()}' with arrays`, instead: "write an if statement around a plain assignment" });
  const value = lowerExpression(place, node.right);
  const binding: Binding = bindingOf(place, value, node.right, "$t");
  eachPart(place, node.left, binding, (target, part) => assignOne(place, target, part, node));
  return value;
}

function assignOne(place: Place, target: ts.Expression, part: Binding, node: ts.Node): void {
  const { language, lowering } = { language: place.lowering.language, lowering: place.lowering };
  if (!ts.isIdentifier(target)) fail(place, "SPMD1203", target, { name: shortText(target) });
  const symbol = language.symbolOf(target), own = symbol && place.bindings.get(symbol);
  if (own?.kind === "unknown") return void valueOf(place, own, target);
  if (own?.kind === "slot") {
    if (part.kind !== "array") fail(place, "SPMD1213", node, { name: shortText(node) });
    return writeSlot(place, own.slot, part.value, node);
  }
  if (own?.kind === "parts") return storeCells(place, own, part, node);
  if (own?.kind !== "host" || part.kind !== "host") return fail(place, "SPMD1213", target, { name: shortText(target) });
  const code = hostText(place, target);
  place.out.push({ kind: "host", code: hostCode(lowering.span(node), `${own.name} = ${part.name};`, [part.name], [...code.reads, ...code.writes]) });
}
