// Expressions of a kernel as the user wrote them become `ExpressionSyntax`: names resolved, compound assignments written out, parentheses and
// type assertions gone.
//
//   x += Math.PI * (y as number)     ->     x = x + 3.14... * y
import { ts } from "ts-morph";
import type { BinarySyntaxOperator, ExpressionSyntax, Reading, RecordPart } from "../syntax.ts";
import { readCall, readNew } from "./readCall.ts";
import { literalValue } from "./constants.ts";
import { readCapture } from "./captures.ts";
import { absent, unsupported, wrong, wrongAgain } from "./failure.ts";
import { denotationOf, memberDenotation } from "./names.ts";
import type { Denotation } from "./names.ts";
import { readTarget } from "./readPattern.ts";
import { textOf } from "./report.ts";

const { SyntaxKind } = ts;

export function readExpression(reading: Reading, node: ts.Expression): ExpressionSyntax {
  switch (node.kind) {
    case SyntaxKind.NumericLiteral:
      return { kind: "number", value: Number((node as ts.NumericLiteral).text), node };
    case SyntaxKind.TrueKeyword:
    case SyntaxKind.FalseKeyword:
      return { kind: "boolean", value: node.kind === SyntaxKind.TrueKeyword, node };
    case SyntaxKind.NullKeyword:
      return wrong(reading, "SPMD1030", node, { what: "'null'" });
    case SyntaxKind.StringLiteral:
    case SyntaxKind.NoSubstitutionTemplateLiteral:
    case SyntaxKind.TemplateExpression:
    case SyntaxKind.TaggedTemplateExpression:
      return absent(reading, "text", "SPMD1011", node);
    case SyntaxKind.RegularExpressionLiteral:
      return wrong(reading, "SPMD1018", node, { what: "a regular expression" });
    case SyntaxKind.BigIntLiteral:
      return absent(reading, "bigint", "SPMD1018", node, { what: "a bigint" });
    case SyntaxKind.ArrowFunction:
    case SyntaxKind.FunctionExpression:
      return wrong(reading, "SPMD1013", node);
    case SyntaxKind.AwaitExpression:
      return absent(reading, "suspension", "SPMD1014", node, { what: "asynchronous" });
    case SyntaxKind.YieldExpression:
      return absent(reading, "suspension", "SPMD1014", node, { what: "a generator" });
    case SyntaxKind.ClassExpression:
      return unsupported(reading, node, "a class", "write plain functions, and records such as { re, im }");
    case SyntaxKind.TypeOfExpression:
      return absent(reading, "text", "SPMD1011", node);
    case SyntaxKind.VoidExpression:
      return wrong(reading, "SPMD1030", node, { what: "'void'" });
    case SyntaxKind.DeleteExpression:
      return unsupported(reading, node, "'delete'", "make a new record with the fields that are wanted");
    case SyntaxKind.ThisKeyword:
      return unsupported(reading, node, "'this'", "pass what is needed as arguments");
  }
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node) || ts.isTypeAssertionExpression(node)) return readExpression(reading, node.expression);
  if (ts.isIdentifier(node)) return readName(reading, node);
  if (ts.isPropertyAccessExpression(node)) return readProperty(reading, node);
  if (ts.isElementAccessExpression(node)) return readElement(reading, node);
  if (ts.isPrefixUnaryExpression(node)) return readPrefix(reading, node);
  if (ts.isPostfixUnaryExpression(node)) return readUpdate(reading, node, false);
  if (ts.isBinaryExpression(node)) return readBinary(reading, node);
  if (ts.isConditionalExpression(node)) return { kind: "conditional", node, test: readExpression(reading, node.condition), then: readExpression(reading, node.whenTrue), else: readExpression(reading, node.whenFalse) };
  if (ts.isCallExpression(node)) return readCall(reading, node);
  if (ts.isNewExpression(node)) return readNew(reading, node);
  if (ts.isObjectLiteralExpression(node)) return { kind: "record", list: false, node, parts: node.properties.flatMap((p) => readPart(reading, p)) };
  if (ts.isArrayLiteralExpression(node)) return readList(reading, node);
  return unsupported(reading, node, `'${textOf(node)}'`, "compute with numbers, booleans and records, and call functions of the program");
}

/** An expression whose value nobody uses: `x++` need not keep the old one. */
export function readEffect(reading: Reading, node: ts.Expression): ExpressionSyntax {
  if (ts.isParenthesizedExpression(node)) return readEffect(reading, node.expression);
  if (ts.isPostfixUnaryExpression(node)) return readUpdate(reading, node, true);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.CommaToken) return { kind: "comma", node, left: readEffect(reading, node.left), right: readEffect(reading, node.right) };
  return readExpression(reading, node);
}

function readName(reading: Reading, node: ts.Identifier): ExpressionSyntax {
  return readDenotation(reading, node, denotationOf(reading, node));
}

function readDenotation(reading: Reading, node: ts.Expression, what: Denotation): ExpressionSyntax {
  const name = textOf(node);
  switch (what.kind) {
    case "variable":
      return { kind: "variable", variable: what.variable, node };
    case "constant":
      return typeof what.value === "number" ? { kind: "number", value: what.value, node } : { kind: "boolean", value: what.value, node };
    case "host":
      return readCapture(reading, node, what.symbol, what.declaration);
    case "at":
      return wrong(reading, "SPMD1027", node, { name, ndim: reading.neighbours!.ndim, example: Array.from({ length: reading.neighbours!.ndim }, (_, k) => (k === 0 ? -1 : 0)).join(", ") });
    case "function":
      return wrong(reading, "SPMD1013", node);
    case "language":
      return wrong(reading, "SPMD1028", node, { name });
    case "global":
      if (what.name === "undefined") return wrong(reading, "SPMD1030", node, { what: "'undefined'" });
      if (what.name === "arguments") return unsupported(reading, node, "'arguments'", "name the parameters");
      return wrong(reading, "SPMD1023", node, { name });
    case "unresolved":
      // TypeScript says that the name is not known.
      reading.wrong = true;
      return wrongAgain(node);
  }
}

function readProperty(reading: Reading, node: ts.PropertyAccessExpression): ExpressionSyntax {
  if (node.questionDotToken) return wrong(reading, "SPMD1030", node, { what: "'?.'" });
  const member = memberDenotation(reading, node);
  if (member) return readDenotation(reading, node, member);
  return readHostProperty(reading, node) ?? { kind: "field", node, object: readExpression(reading, node.expression), field: node.name.text };
}

/** `config.size.width` of a host object; undefined if the object is the kernel's own. */
function readHostProperty(reading: Reading, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): ExpressionSyntax | undefined {
  const path: string[] = [];
  let object: ts.Expression = node;
  for (;;) {
    if (ts.isPropertyAccessExpression(object)) path.unshift(object.name.text);
    else if (ts.isElementAccessExpression(object)) {
      const field = fieldName(object.argumentExpression);
      if (field === undefined) return undefined;
      path.unshift(field);
    } else if (!ts.isNonNullExpression(object) && !ts.isParenthesizedExpression(object)) break;
    object = object.expression;
  }
  if (!ts.isIdentifier(object)) return undefined;
  const what = denotationOf(reading, object);
  if (what.kind !== "host") return undefined;
  const whole = reading.context.checker.getTypeOfSymbolAtLocation(what.symbol, object).symbol;
  // An array has no scalars to capture but its extents, which are host values.
  const isExtent = path.length === 2 && path[0] === "shape";
  if (!isExtent && whole && reading.context.builtin(whole) === "NDArray") return wrong(reading, "SPMD1016", object, { name: textOf(object) });
  return readCapture(reading, node, what.symbol, what.declaration, path);
}

/** The field that `z["re"]` or `pair[1]` means. */
function fieldName(index: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(index)) return index.text;
  const value = literalValue(index);
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? String(value) : undefined;
}

function readElement(reading: Reading, node: ts.ElementAccessExpression): ExpressionSyntax {
  if (node.questionDotToken) return wrong(reading, "SPMD1030", node, { what: "'?.'" });
  const field = fieldName(node.argumentExpression);
  if (field !== undefined) return readHostProperty(reading, node) ?? { kind: "field", node, object: readExpression(reading, node.expression), field };
  const object = readExpression(reading, node.expression);
  return object.kind === "wrong" ? object : wrong(reading, "SPMD1015", node, { what: "an element at a computed index" });
}

function readPart(reading: Reading, property: ts.ObjectLiteralElementLike): RecordPart[] {
  if (ts.isSpreadAssignment(property)) return [{ kind: "spread", value: readExpression(reading, property.expression) }];
  if (ts.isShorthandPropertyAssignment(property)) return [{ kind: "field", field: property.name.text, value: readName(reading, property.name) }];
  if (ts.isPropertyAssignment(property) && !ts.isComputedPropertyName(property.name) && !ts.isPrivateIdentifier(property.name)) {
    return [{ kind: "field", field: property.name.text, value: readExpression(reading, property.initializer) }];
  }
  if (ts.isPropertyAssignment(property)) wrong(reading, "SPMD1015", property.name, { what: "a field with a computed name" });
  else wrong(reading, "SPMD1013", property);
  return [];
}

function readList(reading: Reading, node: ts.ArrayLiteralExpression): ExpressionSyntax {
  const odd = node.elements.find((e) => ts.isSpreadElement(e) || ts.isOmittedExpression(e));
  if (odd) return wrong(reading, "SPMD1015", odd, { what: ts.isSpreadElement(odd) ? "a spread list" : "a list with holes" });
  return { kind: "record", list: true, node, parts: node.elements.map((e, k): RecordPart => ({ kind: "field", field: String(k), value: readExpression(reading, e) })) };
}

function readPrefix(reading: Reading, node: ts.PrefixUnaryExpression): ExpressionSyntax {
  switch (node.operator) {
    case SyntaxKind.PlusPlusToken:
    case SyntaxKind.MinusMinusToken:
      return readUpdate(reading, node, true);
    case SyntaxKind.MinusToken:
      return { kind: "unary", op: "-", node, operand: readExpression(reading, node.operand) };
    case SyntaxKind.PlusToken:
      return { kind: "unary", op: "+", node, operand: readExpression(reading, node.operand) };
    case SyntaxKind.TildeToken:
      return { kind: "unary", op: "~", node, operand: readExpression(reading, node.operand) };
    case SyntaxKind.ExclamationToken:
      return { kind: "unary", op: "!", node, operand: readExpression(reading, node.operand) };
  }
}

/** `x++` and the like. `after`: the value is the new one. */
function readUpdate(reading: Reading, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, after: boolean): ExpressionSyntax {
  const target = readTarget(reading, node.operand), delta = node.operator === SyntaxKind.PlusPlusToken ? 1 : -1;
  if (target.kind !== "variable") return wrongAgain(node);
  if (!after) return { kind: "postfix", variable: target.variable, delta, node };
  const one: ExpressionSyntax = { kind: "number", value: 1, node };
  return { kind: "assign", node, target, value: { kind: "binary", op: delta === 1 ? "+" : "-", node, left: { kind: "variable", variable: target.variable, node: node.operand }, right: one } };
}

const binaryOperators: ReadonlyMap<ts.SyntaxKind, BinarySyntaxOperator> = new Map([
  [SyntaxKind.PlusToken, "+"], [SyntaxKind.MinusToken, "-"], [SyntaxKind.AsteriskToken, "*"], [SyntaxKind.SlashToken, "/"], [SyntaxKind.PercentToken, "%"], [SyntaxKind.AsteriskAsteriskToken, "**"],
  [SyntaxKind.AmpersandToken, "&"], [SyntaxKind.BarToken, "|"], [SyntaxKind.CaretToken, "^"],
  [SyntaxKind.LessThanLessThanToken, "<<"], [SyntaxKind.GreaterThanGreaterThanToken, ">>"], [SyntaxKind.GreaterThanGreaterThanGreaterThanToken, ">>>"],
  [SyntaxKind.LessThanToken, "<"], [SyntaxKind.LessThanEqualsToken, "<="], [SyntaxKind.GreaterThanToken, ">"], [SyntaxKind.GreaterThanEqualsToken, ">="],
  [SyntaxKind.EqualsEqualsToken, "=="], [SyntaxKind.EqualsEqualsEqualsToken, "=="], [SyntaxKind.ExclamationEqualsToken, "!="], [SyntaxKind.ExclamationEqualsEqualsToken, "!="],
]);
const compoundOperators: ReadonlyMap<ts.SyntaxKind, BinarySyntaxOperator> = new Map([
  [SyntaxKind.PlusEqualsToken, "+"], [SyntaxKind.MinusEqualsToken, "-"], [SyntaxKind.AsteriskEqualsToken, "*"], [SyntaxKind.SlashEqualsToken, "/"], [SyntaxKind.PercentEqualsToken, "%"], [SyntaxKind.AsteriskAsteriskEqualsToken, "**"],
  [SyntaxKind.AmpersandEqualsToken, "&"], [SyntaxKind.BarEqualsToken, "|"], [SyntaxKind.CaretEqualsToken, "^"],
  [SyntaxKind.LessThanLessThanEqualsToken, "<<"], [SyntaxKind.GreaterThanGreaterThanEqualsToken, ">>"], [SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken, ">>>"],
]);
const logicalOperators: ReadonlyMap<ts.SyntaxKind, "&&" | "||"> = new Map([
  [SyntaxKind.AmpersandAmpersandToken, "&&"], [SyntaxKind.BarBarToken, "||"], [SyntaxKind.AmpersandAmpersandEqualsToken, "&&"], [SyntaxKind.BarBarEqualsToken, "||"],
]);

function readBinary(reading: Reading, node: ts.BinaryExpression): ExpressionSyntax {
  const token = node.operatorToken.kind;
  const plain = binaryOperators.get(token), compound = compoundOperators.get(token), logical = logicalOperators.get(token);
  if (plain) return { kind: "binary", op: plain, node, left: readExpression(reading, node.left), right: readExpression(reading, node.right) };
  if (token === SyntaxKind.EqualsToken) {
    const target = readTarget(reading, node.left);
    return { kind: "assign", node, target, value: readExpression(reading, node.right) };
  }
  if (token === SyntaxKind.CommaToken) return { kind: "comma", node, left: readEffect(reading, node.left), right: readExpression(reading, node.right) };
  if (token === SyntaxKind.AmpersandAmpersandToken || token === SyntaxKind.BarBarToken) {
    return { kind: "logical", op: logical!, node, left: readExpression(reading, node.left), right: readExpression(reading, node.right) };
  }
  if (compound || logical) {
    const target = readTarget(reading, node.left), right = readExpression(reading, node.right);
    if (target.kind !== "variable") return wrongAgain(node);
    const left: ExpressionSyntax = { kind: "variable", variable: target.variable, node: node.left };
    return { kind: "assign", node, target, value: compound ? { kind: "binary", op: compound, node, left, right } : { kind: "logical", op: logical!, node, left, right } };
  }
  if (token === SyntaxKind.QuestionQuestionToken || token === SyntaxKind.QuestionQuestionEqualsToken) return wrong(reading, "SPMD1030", node, { what: `'${node.operatorToken.getText()}'` });
  return unsupported(reading, node, `'${node.operatorToken.getText()}'`, "use records, whose fields are known, and numbers that tell cases apart");
}
