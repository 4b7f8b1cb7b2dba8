// Loops over neighbours: the offsets of `at` must be known, so a `for` whose counter stands in them is written out, a copy of its body for each trip.
//
//   for (let d = -1; d <= 1; d++) s += at(d, 0);   ->   s += at(-1, 0); s += at(0, 0); s += at(1, 0);
//
// Where its bounds are not known, its counter is assigned inside, or it is left by `break` or `continue`, it stays a loop, and `at` is reported.
import { ts } from "ts-morph";
import type { Reading } from "../syntax.ts";
import { bare } from "./constants.ts";
import { denotationOf, symbolOf } from "./names.ts";
import { offsetValue } from "./offsets.ts";

const { SyntaxKind } = ts;

/** More are no neighbourhood. */
const mostTrips = 128;

export interface Trips {
  readonly counter: ts.Symbol;
  readonly values: readonly number[];
}

/** The values of the counter of a loop that is to be written out. */
export function tripsOf(reading: Reading, node: ts.ForStatement): Trips | undefined {
  if (!reading.neighbours || !node.initializer || !node.condition || !node.incrementor || !ts.isVariableDeclarationList(node.initializer)) return undefined;
  const [declaration, ...others] = node.initializer.declarations, counter = declaration && ts.isIdentifier(declaration.name) ? symbolOf(reading.context.checker, declaration.name) : undefined;
  if (!declaration?.initializer || others.length > 0 || !counter || !steersOffsets(reading, node.statement, counter) || isAssigned(reading, node.statement, counter) || isLeft(node.statement)) return undefined;
  const values: number[] = [], at = <T>(value: number, ask: () => T): T => {
    reading.counters.set(counter, value);
    const answer = ask();
    reading.counters.delete(counter);
    return answer;
  };
  let value = offsetValue(reading, declaration.initializer);
  for (;;) {
    if (value === undefined) return undefined;
    const current = value, goesOn = at(current, () => holds(reading, node.condition!));
    if (goesOn === undefined || values.length > mostTrips) return undefined;
    if (!goesOn) return { counter, values };
    values.push(current);
    value = at(current, () => stepped(reading, bare(node.incrementor!), counter, current));
  }
}

function holds(reading: Reading, condition: ts.Expression): boolean | undefined {
  const test = bare(condition);
  if (!ts.isBinaryExpression(test)) return undefined;
  const left = offsetValue(reading, test.left), right = offsetValue(reading, test.right);
  if (left === undefined || right === undefined) return undefined;
  switch (test.operatorToken.kind) {
    case SyntaxKind.LessThanToken: return left < right;
    case SyntaxKind.LessThanEqualsToken: return left <= right;
    case SyntaxKind.GreaterThanToken: return left > right;
    case SyntaxKind.GreaterThanEqualsToken: return left >= right;
    case SyntaxKind.ExclamationEqualsEqualsToken: case SyntaxKind.ExclamationEqualsToken: return left !== right;
    default: return undefined;
  }
}

/** `d++`, `--d`, `d += 2`: what the counter is afterwards. */
function stepped(reading: Reading, step: ts.Expression, counter: ts.Symbol, value: number): number | undefined {
  const isCounter = (e: ts.Expression): boolean => ts.isIdentifier(e) && symbolOf(reading.context.checker, e) === counter;
  if ((ts.isPrefixUnaryExpression(step) || ts.isPostfixUnaryExpression(step)) && isCounter(step.operand)) return step.operator === SyntaxKind.PlusPlusToken ? value + 1 : step.operator === SyntaxKind.MinusMinusToken ? value - 1 : undefined;
  if (!ts.isBinaryExpression(step) || !isCounter(step.left)) return undefined;
  const by = offsetValue(reading, step.right);
  if (by === undefined) return undefined;
  return step.operatorToken.kind === SyntaxKind.PlusEqualsToken ? value + by : step.operatorToken.kind === SyntaxKind.MinusEqualsToken ? value - by : undefined;
}

const some = (node: ts.Node, is: (inner: ts.Node) => boolean): boolean => is(node) || ts.forEachChild(node, (child) => some(child, is)) === true;

const mentions = (reading: Reading, node: ts.Node, counter: ts.Symbol): boolean => some(node, (inner) => ts.isIdentifier(inner) && symbolOf(reading.context.checker, inner) === counter);

/** An offset of `at` depends on the counter, also by way of a const or of an inner loop's bounds. */
function steersOffsets(reading: Reading, body: ts.Node, counter: ts.Symbol): boolean {
  const isAt = (node: ts.Node): node is ts.CallExpression => ts.isCallExpression(node) && ts.isIdentifier(node.expression) && denotationOf(reading, node.expression).kind === "at";
  const dependents = (of: ts.Symbol): readonly ts.Symbol[] => {
    const found: ts.Symbol[] = [];
    some(body, (node) => {
      const symbol = ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer && node.pos > body.pos ? symbolOf(reading.context.checker, node.name) : undefined;
      const around = symbol && ts.isForStatement(node.parent.parent) ? node.parent.parent.condition : undefined;
      if (symbol && symbol !== of && ts.isVariableDeclaration(node) && (mentions(reading, node.initializer!, of) || (around && mentions(reading, around, of)))) found.push(symbol);
      return false;
    });
    return found;
  };
  const steering = [counter];
  for (let k = 0; k < steering.length; k++) for (const symbol of dependents(steering[k]!)) if (!steering.includes(symbol)) steering.push(symbol);
  return some(body, (node) => isAt(node) && node.arguments.some((argument) => steering.some((symbol) => mentions(reading, argument, symbol))));
}

function isAssigned(reading: Reading, body: ts.Node, counter: ts.Symbol): boolean {
  return some(body, (node) => {
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return (node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken) && mentions(reading, node.operand, counter);
    return ts.isBinaryExpression(node) && node.operatorToken.kind >= SyntaxKind.FirstAssignment && node.operatorToken.kind <= SyntaxKind.LastAssignment && mentions(reading, node.left, counter);
  });
}

/** A jump that leaves this loop or one around it; those of loops and switches within stay there. */
function isLeft(body: ts.Node): boolean {
  const left = (node: ts.Node, inside: boolean): boolean => {
    if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) return node.label !== undefined || !inside;
    const within = inside || ts.isIterationStatement(node, false);
    return ts.forEachChild(node, (child) => left(child, within)) === true;
  };
  return left(body, false);
}
