// Expressions of which only a part is evaluated, with arrays in that part: they become `if` statements.
//
//   const b = ok ? map(a, f) : a         if (ok) { %2 = map %1 @f; write $r1 = %2 } else { write $r1 = %1 }     b = %3 = read $r1
//   while (k < 9 && sum(u) > 1)          let $t1 = k < 9; if ($t1) { ... scalar $s1; $t1 = $s1 > 1; }           while ($t1)
import { ts } from "ts-morph";
import { asExpression, codeOf } from "./hostText.ts";
import type { Code } from "./hostText.ts";
import { lowerArray, lowerExpression, lowerHost } from "./lowerExpression.ts";
import { fail, hostCode, innerBlock, pushHost } from "./place.ts";
import type { Place } from "./place.ts";
import { newSlot, readSlot, writeSlot } from "./slots.ts";
import { bare } from "./syntax.ts";
import { hostValue } from "./value.ts";
import type { Value } from "./value.ts";

export function lowerBranches(place: Place, node: ts.ConditionalExpression | ts.BinaryExpression): Value {
  const { language } = place.lowering, type = language.checker.getTypeAtLocation(node);
  if (language.holdsArrays(type)) fail(place, "SPMD1208", node, { what: "a choice between lists or objects of arrays", instead: "write an if statement that assigns each array" });
  if (language.isArray(type)) {
    if (!ts.isConditionalExpression(node)) fail(place, "SPMD1208", node, { what: `'${node.operatorToken.getText()}' between arrays`, instead: "write condition ? a : b" });
    return { kind: "array", value: chooseArray(place, node) };
  }
  return hostValue(ts.isConditionalExpression(node) ? chooseHost(place, node) : shortCircuit(place, node), false);
}

function chooseArray(place: Place, node: ts.ConditionalExpression): ReturnType<typeof readSlot> {
  const span = place.lowering.span(node), test = asExpression(place, node.condition, lowerHost(place, node.condition));
  const slot = newSlot(place, "$r", `${place.inlined?.path ?? ""}${node.getSourceFile().fileName}:${node.pos}`, node);
  const branch = (expression: ts.Expression) => innerBlock(place, (inner) => writeSlot(inner, slot, lowerArray(inner, expression), expression));
  place.out.push({ kind: "if", test, then: branch(node.whenTrue), else: branch(node.whenFalse), span });
  return readSlot(place, slot, node);
}

function chooseHost(place: Place, node: ts.ConditionalExpression): Code {
  const span = place.lowering.span(node), test = asExpression(place, node.condition, lowerHost(place, node.condition)), name = declare(place, node, "");
  const branch = (expression: ts.Expression) => innerBlock(place, (inner) => set(inner, name, expression));
  place.out.push({ kind: "if", test, then: branch(node.whenTrue), else: branch(node.whenFalse), span });
  return codeOf(name, [name]);
}

function shortCircuit(place: Place, node: ts.BinaryExpression): Code {
  const span = place.lowering.span(node), left = lowerHost(place, node.left), name = declare(place, node, ` = ${left.text}`, left.reads);
  const when = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ? name : node.operatorToken.kind === ts.SyntaxKind.BarBarToken ? `!${name}` : `${name} === null || ${name} === undefined`;
  place.out.push({ kind: "if", test: hostCode(span, when, [name]), then: innerBlock(place, (inner) => set(inner, name, node.right)), else: [], span });
  return codeOf(name, [name]);
}

function declare(place: Place, node: ts.Node, initializer: string, reads: Iterable<string> = []): string {
  const name = place.lowering.names.fresh("$t");
  place.lowering.mutableNames.add(name);
  pushHost(place, place.lowering.span(node), `let ${name}${initializer};`, reads, [name]);
  return name;
}

function set(place: Place, name: string, expression: ts.Expression): void {
  const value = lowerExpression(place, bare(expression));
  if (value.kind !== "host") fail(place, "SPMD1213", expression, { name: expression.getText() });
  pushHost(place, place.lowering.span(expression), `${name} = ${value.code.text};`, value.code.reads, [name, ...value.code.writes]);
}
