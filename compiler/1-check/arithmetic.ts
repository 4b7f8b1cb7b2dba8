// Host expressions that are arithmetic of numbers alone: to compute one does nothing else, and nobody sees when it is done. So what waits for a message can
// let them wait, too (4-communicate/joinFolds.ts).
//
//   2 * Math.sqrt($s1) / n, a > b ? a : 1         are
//   f(a), a++, q.x, b + "", a named Math          are not
import { ts } from "ts-morph";
import { hostFunctions } from "../ops/hostFunctions.ts";
import type { Code } from "./hostText.ts";
import { globalPath } from "./impure.ts";
import type { Place } from "./place.ts";
import { bare, isAssignment } from "./syntax.ts";

const numeric = ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike;

/** `lifted` parts stand for what they are mapped to. */
export function isArithmetic(place: Place, expression: ts.Expression, lifted: ReadonlyMap<ts.Node, Code>): boolean {
  const { language } = place.lowering, done = lifted.get(expression);
  if (done) return isName(done) ? language.isOf(expression, numeric) : done.arithmetic === true;
  const node = bare(expression), all = (...parts: readonly ts.Expression[]): boolean => parts.every((part) => isArithmetic(place, part, lifted));
  if (node !== expression) return all(node);
  if (ts.isNumericLiteral(node) || node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isIdentifier(node)) return language.isOf(node, numeric);
  if (ts.isPrefixUnaryExpression(node)) return node.operator !== ts.SyntaxKind.PlusPlusToken && node.operator !== ts.SyntaxKind.MinusMinusToken && all(node.operand);
  if (isAssignment(node)) return false;
  if (ts.isBinaryExpression(node)) return all(node.left, node.right);
  if (ts.isConditionalExpression(node)) return all(node.condition, node.whenTrue, node.whenFalse);
  if (ts.isCallExpression(node)) return isFunctionOfNumbers(place, node.expression) && all(...node.arguments);
  return ts.isPropertyAccessExpression(node) && isOfMath(place, node) && language.isOf(node, numeric);
}

/** The name of a variable, and nothing else. */
const isName = (code: Code): boolean => code.reads.has(code.text) && code.writes.size === 0;

const isOfMath = (place: Place, node: ts.Expression): boolean => globalPath(place.lowering, node)?.startsWith("Math.") === true;

/** `Math.sqrt`, `f32`. */
function isFunctionOfNumbers(place: Place, callee: ts.Expression): boolean {
  const { language } = place.lowering, name = language.nameOf(language.symbolOf(ts.isPropertyAccessExpression(callee) ? callee.name : callee));
  return name === undefined ? isOfMath(place, callee) : hostFunctions.get(name)?.kind === "conversion";
}
