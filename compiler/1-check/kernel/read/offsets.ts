// Offsets of `at`: integers that are known at compile time, written as literals, consts or sums and products of them; among the consts are the counters of
// loops that are written out (`unroll.ts`).
import { ts } from "ts-morph";
import type { Reading } from "../syntax.ts";
import { bare, initializerOf, literalValue } from "./constants.ts";
import { denotationOf } from "./names.ts";

export function offsetValue(reading: Reading, expression: ts.Expression): number | undefined {
  const value = numberValue(reading, bare(expression));
  // -0 is the place itself.
  return value !== undefined && Number.isSafeInteger(value) ? value + 0 : undefined;
}

function numberValue(reading: Reading, node: ts.Expression): number | undefined {
  const literal = literalValue(node);
  if (literal !== undefined) return typeof literal === "number" ? literal : undefined;
  if (ts.isIdentifier(node)) {
    const what = denotationOf(reading, node);
    if (what.kind === "constant") return typeof what.value === "number" ? what.value : undefined;
    const initializer = what.kind === "variable" ? initializerOf(what.declaration) : undefined;
    return initializer && numberValue(reading, bare(initializer));
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const value = offsetValue(reading, node.operand);
    return value === undefined ? undefined : -value;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const left = offsetValue(reading, node.left), right = offsetValue(reading, node.right);
  if (left === undefined || right === undefined) return undefined;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.PlusToken:
      return left + right;
    case ts.SyntaxKind.MinusToken:
      return left - right;
    case ts.SyntaxKind.AsteriskToken:
      return left * right;
    default:
      return undefined;
  }
}
