// Values of host expressions that are known at compile time: literals, consts made of literals, arithmetic and Math of such. They give literal extents,
// defaults of params, choices and axes.
//
//   const [w, h] = [250, 200], cells = w * h;     cells -> 50000
import { ts } from "ts-morph";
import type { Bindings, Constant } from "./bindings.ts";
import type { Language } from "./language.ts";
import { bare } from "./syntax.ts";

export type ConstantOf = (node: ts.Expression) => Constant | undefined;

export function constantOf(language: Language, bindings: Bindings, expression: ts.Expression): Constant | undefined {
  const node = bare(expression);
  const of = (part: ts.Expression): Constant | undefined => constantOf(language, bindings, part);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isIdentifier(node)) return constantOfVariable(language, bindings, node);
  if (ts.isPrefixUnaryExpression(node)) {
    const value = of(node.operand);
    if (value === undefined) return undefined;
    if (node.operator === ts.SyntaxKind.MinusToken) return -Number(value);
    if (node.operator === ts.SyntaxKind.PlusToken) return Number(value);
    if (node.operator === ts.SyntaxKind.TildeToken) return ~Number(value);
    return node.operator === ts.SyntaxKind.ExclamationToken ? !value : undefined;
  }
  if (ts.isBinaryExpression(node)) {
    const left = of(node.left), right = of(node.right);
    return left === undefined || right === undefined ? undefined : binary(node.operatorToken.kind, left, right);
  }
  if (ts.isConditionalExpression(node)) {
    const test = of(node.condition);
    return test === undefined ? undefined : of(test ? node.whenTrue : node.whenFalse);
  }
  if (ts.isTemplateExpression(node)) {
    const parts = node.templateSpans.map((span) => of(span.expression));
    return parts.includes(undefined) ? undefined : node.head.text + node.templateSpans.map((span, k) => String(parts[k]) + span.literal.text).join("");
  }
  if (ts.isPropertyAccessExpression(node)) return constantOfProperty(language, node);
  if (ts.isCallExpression(node)) return constantOfCall(node, of);
  return undefined;
}

function binary(operator: ts.SyntaxKind, left: Constant, right: Constant): Constant | undefined {
  if (operator === ts.SyntaxKind.EqualsEqualsEqualsToken) return left === right;
  if (operator === ts.SyntaxKind.ExclamationEqualsEqualsToken) return left !== right;
  if (typeof left === "string" || typeof right === "string") return operator === ts.SyntaxKind.PlusToken ? String(left) + String(right) : undefined;
  const [a, b] = [Number(left), Number(right)];
  switch (operator) {
    case ts.SyntaxKind.PlusToken: return a + b;
    case ts.SyntaxKind.MinusToken: return a - b;
    case ts.SyntaxKind.AsteriskToken: return a * b;
    case ts.SyntaxKind.SlashToken: return a / b;
    case ts.SyntaxKind.PercentToken: return a % b;
    case ts.SyntaxKind.AsteriskAsteriskToken: return a ** b;
    case ts.SyntaxKind.LessThanLessThanToken: return a << b;
    case ts.SyntaxKind.GreaterThanGreaterThanToken: return a >> b;
    case ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken: return a >>> b;
    case ts.SyntaxKind.AmpersandToken: return a & b;
    case ts.SyntaxKind.BarToken: return a | b;
    case ts.SyntaxKind.CaretToken: return a ^ b;
    case ts.SyntaxKind.LessThanToken: return a < b;
    case ts.SyntaxKind.LessThanEqualsToken: return a <= b;
    case ts.SyntaxKind.GreaterThanToken: return a > b;
    case ts.SyntaxKind.GreaterThanEqualsToken: return a >= b;
    default: return undefined;
  }
}

function constantOfVariable(language: Language, bindings: Bindings, node: ts.Identifier): Constant | undefined {
  const symbol = language.symbolOf(node);
  if (!symbol) return undefined;
  const binding = bindings.get(symbol);
  if (binding) return binding.kind === "host" ? binding.constant : undefined;
  const declaration = symbol.valueDeclaration;
  if (!declaration) return node.text === "Infinity" ? Infinity : node.text === "NaN" ? NaN : undefined;
  // A const of a module that stays an import.
  if (!ts.isVariableDeclaration(declaration) || !(declaration.parent.flags & ts.NodeFlags.Const) || !declaration.initializer) return node.text === "Infinity" ? Infinity : node.text === "NaN" ? NaN : undefined;
  return ts.isSourceFile(declaration.parent.parent.parent) ? constantOf(language, bindings, declaration.initializer) : undefined;
}

function constantOfProperty(language: Language, node: ts.PropertyAccessExpression): Constant | undefined {
  if (ts.isIdentifier(node.expression) && (node.expression.text === "Math" || node.expression.text === "Number")) {
    const value: unknown = Reflect.get(node.expression.text === "Math" ? Math : Number, node.name.text);
    return typeof value === "number" ? value : undefined;
  }
  const symbol = language.symbolOf(node);
  const member = symbol?.valueDeclaration;
  return member && ts.isEnumMember(member) ? language.checker.getConstantValue(member) : undefined;
}

/** `Math.floor(7 / 2)`: functions of Math whose result the standard fixes. */
const exactMath: ReadonlySet<string> = new Set(["floor", "ceil", "round", "trunc", "abs", "min", "max", "sign", "sqrt", "fround", "imul", "clz32"]);

function constantOfCall(node: ts.CallExpression, of: ConstantOf): Constant | undefined {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression) || callee.expression.text !== "Math" || !exactMath.has(callee.name.text)) return undefined;
  const args = node.arguments.map(of);
  if (args.some((a) => typeof a !== "number")) return undefined;
  const compute: unknown = Reflect.get(Math, callee.name.text);
  return typeof compute === "function" ? (Reflect.apply(compute, Math, args) as number) : undefined;
}

/** The expression that a `const` is declared with, element by element: `h` of `[w, h] = [250, 200]` has 200. */
export function initializerOf(name: ts.Identifier): ts.Expression | undefined {
  const declaration = name.parent;
  if (ts.isVariableDeclaration(declaration)) return declaration.initializer;
  if (!ts.isBindingElement(declaration) || declaration.dotDotDotToken || declaration.initializer) return undefined;
  const pattern = declaration.parent, holder = pattern.parent;
  if (!ts.isArrayBindingPattern(pattern) || !ts.isVariableDeclaration(holder) || !holder.initializer) return undefined;
  const list = bare(holder.initializer);
  if (!ts.isArrayLiteralExpression(list) || list.elements.some(ts.isSpreadElement)) return undefined;
  return list.elements[pattern.elements.indexOf(declaration)];
}
