// Questions about TypeScript's syntax trees that several files of this stage ask. No types, no symbols.
import { ts } from "ts-morph";

export type FunctionNode = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

export const isFunctionNode = (node: ts.Node): node is FunctionNode => ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node);

/** Without parentheses and what only the type checker sees: `(a as T)!` is `a`. */
export function bare(node: ts.Expression): ts.Expression {
  while (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node)) node = node.expression;
  return node;
}

export const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;

export const isLogical = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(node.operatorToken.kind);

export const isUpdate = (node: ts.Node): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression =>
  (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken);

/** The identifiers that a binding name declares: `[a, { b: c }]` declares a and c. */
export function declaredNames(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : declaredNames(element.name)));
}

/** Every node below `node` (itself among them) for which `visit` says true is entered. */
export function walk(node: ts.Node, visit: (node: ts.Node) => boolean): void {
  if (visit(node)) ts.forEachChild(node, (child) => walk(child, visit));
}

export const some = (node: ts.Node, holds: (node: ts.Node) => boolean): boolean => holds(node) || (ts.forEachChild(node, (child) => some(child, holds) || undefined) ?? false);

/** Whether an identifier stands for a variable's value or place, not for a property, a label or a type. */
export function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isEnumMember(parent) || ts.isGetAccessor(parent) || ts.isSetAccessor(parent)) return parent.name !== node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent) || ts.isMetaProperty(parent)) return false;
  return !ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent) && !ts.isImportClause(parent) && !ts.isNamespaceImport(parent) && !ts.isQualifiedName(parent);
}

/** Evaluating it changes nothing and gives the same whenever it is done while nothing else changes: no calls but of `Math`, no assignments, no `await`. */
export function isPure(node: ts.Node): boolean {
  return !some(node, (part) => {
    if (isFunctionNode(part)) return false;
    if (ts.isCallExpression(part)) return !(ts.isPropertyAccessExpression(part.expression) && ts.isIdentifier(part.expression.expression) && part.expression.expression.text === "Math");
    return isAssignment(part) || isUpdate(part) || ts.isNewExpression(part) || ts.isAwaitExpression(part) || ts.isYieldExpression(part) || ts.isDeleteExpression(part) || ts.isTaggedTemplateExpression(part);
  });
}

/** The statements of a branch or a loop's body. */
export const statementsOf = (node: ts.Statement): readonly ts.Statement[] => (ts.isBlock(node) ? node.statements : [node]);

/** Jumps in `node` that leave it: `break`, `continue` and `return` whose target is outside. */
export function jumpsOut(node: ts.Node): boolean {
  const leaves = (part: ts.Node, loops: number, breakables: number, labels: readonly string[]): boolean => {
    if (isFunctionNode(part) || ts.isClassLike(part) || ts.isMethodDeclaration(part)) return false;
    if (ts.isReturnStatement(part)) return true;
    if (ts.isBreakStatement(part)) return part.label ? !labels.includes(part.label.text) : breakables === 0;
    if (ts.isContinueStatement(part)) return part.label ? !labels.includes(part.label.text) : loops === 0;
    const loop = ts.isIterationStatement(part, false) ? 1 : 0, breakable = loop || ts.isSwitchStatement(part) ? 1 : 0;
    const inside = ts.isLabeledStatement(part) ? [...labels, part.label.text] : labels;
    return ts.forEachChild(part, (child) => leaves(child, loops + loop, breakables + breakable, inside) || undefined) ?? false;
  };
  return leaves(node, 0, 0, []);
}
