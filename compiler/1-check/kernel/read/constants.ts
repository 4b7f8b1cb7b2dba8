// Values that are known while reading: literals, consts with a literal value, the constants of Math and Number.
//
//   const [w, h] = [250, 200], eps = -1e-6;       w -> 250,  eps -> -1e-6,  Math.PI -> 3.14...
import { ts } from "ts-morph";

export type Constant = number | boolean;

/** The expression without parentheses and what only TypeScript sees. */
export function bare(node: ts.Expression): ts.Expression {
  while (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node) || ts.isTypeAssertionExpression(node)) node = node.expression;
  return node;
}

/** The value of a literal, with its sign. */
export function literalValue(expression: ts.Expression): Constant | undefined {
  const node = bare(expression);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isPrefixUnaryExpression(node) && (node.operator === ts.SyntaxKind.MinusToken || node.operator === ts.SyntaxKind.PlusToken)) {
    const value = literalValue(node.operand);
    return typeof value !== "number" ? undefined : node.operator === ts.SyntaxKind.MinusToken ? -value : value;
  }
  return undefined;
}

export const isConst = (declaration: ts.Declaration): boolean => (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;

/** What a `const` was declared with, through `const [a, b] = [x, y]`. */
export function initializerOf(declaration: ts.Declaration): ts.Expression | undefined {
  if (!isConst(declaration)) return undefined;
  if (ts.isVariableDeclaration(declaration)) return declaration.initializer;
  if (!ts.isBindingElement(declaration) || declaration.dotDotDotToken || declaration.initializer) return undefined;
  const pattern = declaration.parent;
  if (!ts.isArrayBindingPattern(pattern) || !ts.isVariableDeclaration(pattern.parent) || !pattern.parent.initializer) return undefined;
  const list = bare(pattern.parent.initializer);
  if (!ts.isArrayLiteralExpression(list)) return undefined;
  const k = pattern.elements.indexOf(declaration);
  return list.elements.slice(0, k + 1).some(ts.isSpreadElement) ? undefined : list.elements[k];
}

/** Properties of Math and Number that are numbers. */
export const builtinConstants: ReadonlyMap<string, number> = new Map(
  [
    ...(["PI", "E", "LN2", "LN10", "LOG2E", "LOG10E", "SQRT2", "SQRT1_2"] as const).map((name) => [`Math.${name}`, Math[name]] as const),
    ...(["EPSILON", "MAX_SAFE_INTEGER", "MIN_SAFE_INTEGER", "MAX_VALUE", "MIN_VALUE", "POSITIVE_INFINITY", "NEGATIVE_INFINITY", "NaN"] as const).map((name) => [`Number.${name}`, Number[name]] as const),
    ["Infinity", Infinity],
    ["NaN", NaN],
  ],
);
