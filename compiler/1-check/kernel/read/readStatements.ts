// Statements of a kernel become `StatementSyntax`: `for`, `while` and `do` are one kind of loop, `switch` and labelled blocks are loops of one trip.
//
//   switch (k) { case 0: a; break; case 1: case 2: b; break; default: c }   ->   do { if (k == 0) a else if (k == 1 || k == 2) b else c } while (false)
import { ts } from "ts-morph";
import type { ExpressionSyntax, Reading, StatementSyntax } from "../syntax.ts";
import { bare } from "./constants.ts";
import { unsupported, wrong, wrongAgain } from "./failure.ts";
import { denotationOf } from "./names.ts";
import { readEffect, readExpression } from "./readExpression.ts";
import { readBinding } from "./readPattern.ts";
import { readSwitch } from "./readSwitch.ts";
import { isLeaving } from "./flow.ts";
import { textOf } from "./report.ts";
import type { Trips } from "./unroll.ts";
import { tripsOf } from "./unroll.ts";

const { SyntaxKind } = ts;
const useLoop = "use for (let k = 0; k < n; k++) with a number of trips";

/** What follows a `return`, `break`, `continue` or `throw` in the same list never runs and is left out. */
export function readStatements(reading: Reading, nodes: readonly ts.Statement[]): readonly StatementSyntax[] {
  const out: StatementSyntax[] = [];
  for (const node of nodes) {
    const read = readStatement(reading, node);
    out.push(...read);
    if (read.some(isLeaving)) break;
  }
  return out;
}

export function readStatement(reading: Reading, node: ts.Statement): readonly StatementSyntax[] {
  if (ts.isBlock(node)) return readStatements(reading, node.statements);
  if (ts.isExpressionStatement(node)) return [{ kind: "expression", node, value: readEffect(reading, node.expression) }];
  if (ts.isVariableStatement(node)) return readDeclarations(reading, node.declarationList);
  if (ts.isIfStatement(node)) {
    return [{ kind: "if", node, test: readExpression(reading, node.expression), then: readStatement(reading, node.thenStatement), else: node.elseStatement ? readStatement(reading, node.elseStatement) : [] }];
  }
  if (ts.isReturnStatement(node)) return [{ kind: "return", node, value: node.expression && readExpression(reading, node.expression) }];
  if (ts.isThrowStatement(node)) return readThrow(reading, node);
  if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) return readJump(reading, node);
  if (ts.isLabeledStatement(node)) return readLabelled(reading, node);
  if (ts.isIterationStatement(node, false)) return readLoop(reading, node, undefined);
  if (ts.isSwitchStatement(node)) return readSwitch(reading, node, undefined);
  if (node.kind !== SyntaxKind.EmptyStatement) reject(reading, node);
  return [];
}

function reject(reading: Reading, node: ts.Statement): void {
  if (ts.isTryStatement(node)) wrong(reading, "SPMD1019", node);
  else if (ts.isFunctionDeclaration(node)) wrong(reading, "SPMD1013", node);
  else if (ts.isClassDeclaration(node)) unsupported(reading, node, "a class", "write plain functions, and records such as { re, im }");
  else if (!ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node)) unsupported(reading, node, `'${textOf(node)}'`, "use let, const, if, for, while, do, switch, break, continue, return and throw");
}

/** `let x` without a value assigns nothing. */
function readDeclarations(reading: Reading, list: ts.VariableDeclarationList): readonly StatementSyntax[] {
  return list.declarations.flatMap((declaration): StatementSyntax[] => {
    const target = readBinding(reading, declaration.name);
    return declaration.initializer ? [{ kind: "declare", node: declaration, target, value: readExpression(reading, declaration.initializer) }] : [];
  });
}

function readLoop(reading: Reading, node: ts.IterationStatement, user: string | undefined): readonly StatementSyntax[] {
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    unsupported(reading, node, ts.isForOfStatement(node) ? "for ... of" : "for ... in", useLoop);
    return [];
  }
  const label = freshLabel(reading, user ?? "loop"), always: ExpressionSyntax = { kind: "boolean", value: true, node };
  const inside = <T>(read: () => T): T => {
    reading.targets.push({ label, user, loop: true });
    const result = read();
    reading.targets.pop();
    return result;
  };
  if (ts.isForStatement(node)) {
    const trips = tripsOf(reading, node);
    if (trips) return writtenOut(reading, node, trips);
    const { initializer, condition, incrementor } = node;
    const before: readonly StatementSyntax[] = !initializer ? [] : ts.isVariableDeclarationList(initializer) ? readDeclarations(reading, initializer) : [{ kind: "expression", node: initializer, value: readEffect(reading, initializer) }];
    const test = condition ? readExpression(reading, condition) : always;
    const step: readonly StatementSyntax[] = incrementor ? [{ kind: "expression", node: incrementor, value: readEffect(reading, incrementor) }] : [];
    return [...before, { kind: "loop", node, label, test, testFirst: true, body: inside(() => readStatement(reading, node.statement)), step }];
  }
  if (ts.isWhileStatement(node)) {
    const test = readExpression(reading, node.expression);
    return [{ kind: "loop", node, label, test, testFirst: true, body: inside(() => readStatement(reading, node.statement)), step: [] }];
  }
  if (!ts.isDoStatement(node)) return [];
  const body = inside(() => readStatement(reading, node.statement));
  return [{ kind: "loop", node, label, test: readExpression(reading, node.expression), testFirst: false, body, step: [] }];
}

function writtenOut(reading: Reading, node: ts.ForStatement, { counter, values }: Trips): readonly StatementSyntax[] {
  const out: StatementSyntax[] = [];
  for (const value of values) {
    reading.counters.set(counter, value);
    out.push(...readStatement(reading, node.statement));
    reading.counters.delete(counter);
    if (out.some(isLeaving)) break;
  }
  return out;
}

function readLabelled(reading: Reading, node: ts.LabeledStatement): readonly StatementSyntax[] {
  const user = node.label.text, { statement } = node;
  if (ts.isIterationStatement(statement, false)) return readLoop(reading, statement, user);
  return once(reading, node, user, false, () => readStatement(reading, statement));
}

/** Statements that `break` can leave. `plain`: also by a `break` without a label. */
export function once(reading: Reading, node: ts.Node, user: string | undefined, plain: boolean, read: () => readonly StatementSyntax[]): readonly StatementSyntax[] {
  const label = freshLabel(reading, user ?? "once");
  reading.targets.push({ label, user, loop: false, plain });
  const body = read();
  reading.targets.pop();
  return [{ kind: "loop", node, label, test: { kind: "boolean", value: false, node }, testFirst: false, body, step: [] }];
}

export function freshLabel(reading: Reading, like: string): string {
  let label = like;
  for (let k = 2; reading.labels.has(label); k++) label = `${like}_${k}`;
  reading.labels.add(label);
  return label;
}

function readJump(reading: Reading, node: ts.BreakStatement | ts.ContinueStatement): readonly StatementSyntax[] {
  const kind = ts.isBreakStatement(node) ? "break" : "continue", user = node.label?.text;
  const target = reading.targets.findLast((t) => (user === undefined ? t.loop || (kind === "break" && t.plain) : t.user === user));
  if (target) return [{ kind, label: target.label, node }];
  // TypeScript says where a jump goes nowhere.
  reading.wrong = true;
  return [];
}

const errorClasses = new Set(["Error", "RangeError", "TypeError", "EvalError", "SyntaxError", "ReferenceError", "URIError"]);

function readThrow(reading: Reading, node: ts.ThrowStatement): readonly StatementSyntax[] {
  const made = bare(node.expression), callee = ts.isNewExpression(made) || ts.isCallExpression(made) ? bare(made.expression) : undefined;
  const what = callee && ts.isIdentifier(callee) ? denotationOf(reading, callee) : undefined;
  const text = ts.isNewExpression(made) || ts.isCallExpression(made) ? made.arguments?.[0] : undefined;
  const parts = text === undefined ? [""] : ts.isStringLiteralLike(text) ? [text.text] : ts.isTemplateExpression(text) ? [text.head.text, ...text.templateSpans.map((s) => s.literal.text)] : undefined;
  if (what?.kind !== "global" || !errorClasses.has(what.name) || !parts || parts.length > 5) {
    return [{ kind: "expression", node, value: wrong(reading, "SPMD1032", node) }, { kind: "return", node, value: wrongAgain(node) }];
  }
  const values = text && ts.isTemplateExpression(text) ? text.templateSpans.map((s) => readExpression(reading, s.expression)) : [];
  return [{ kind: "throw", error: what.name, parts, values, node }];
}
