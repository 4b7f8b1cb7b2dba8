// Statements of host code. One without arrays is pushed as it stands; control flow with arrays inside becomes structured statements of the program. A
// statement that is wrong is given up after its diagnostic, and what it declares counts as unknown, so that one mistake gives one diagnostic.
import { ts } from "ts-morph";
import type { HostBinding } from "./bindings.ts";
import { constantOf } from "./constants.ts";
import { isTypeOnly } from "./erase.ts";
import { asExpression, asStatement, hostText } from "./hostText.ts";
import { lowerExpression, lowerHost } from "./lowerExpression.ts";
import { lowerDo, lowerFor, lowerForOf, lowerWhile } from "./lowerLoops.ts";
import { lowerSwitch } from "./lowerSwitch.ts";
import { lowerVariables } from "./lowerVariables.ts";
import { abandoned, fail, hostCode, innerBlock } from "./place.ts";
import type { Place } from "./place.ts";
import { declaredNames, jumpsOut, statementsOf } from "./syntax.ts";

export function lowerStatements(place: Place, statements: readonly ts.Statement[]): void {
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name && statement.body && !place.lowering.parts.has(statement)) declareNames(place, [statement.name], false);
  }
  for (const statement of statements) {
    try {
      lowerStatement(place, statement);
    } catch (error) {
      if (error !== abandoned) throw error;
      forgetDeclared(place, statement);
    }
  }
}

/** What a statement that was given up declares or assigns means nothing from here on. */
function forgetDeclared(place: Place, statement: ts.Statement): void {
  if (!ts.isVariableStatement(statement)) return;
  for (const declaration of statement.declarationList.declarations) {
    for (const name of declaredNames(declaration.name)) {
      const symbol = place.lowering.language.symbolOf(name);
      if (symbol && (!place.bindings.get(symbol) || place.lowering.parts.has(declaration))) place.bindings.set(symbol, { kind: "unknown" });
    }
  }
}

/** Binds variables that hold host values to names of their own. Names that are bound already (hoisted) stay. */
export function declareNames(place: Place, names: readonly ts.Identifier[], mutable: boolean, facts: Pick<HostBinding, "constant" | "extent" | "shape"> = {}): void {
  for (const identifier of names) {
    const symbol = place.lowering.language.symbolOf(identifier);
    if (!symbol) continue;
    const before = place.bindings.get(symbol), own = before?.kind === "host" && !place.inlined ? before.name : place.lowering.names.declare(identifier.text);
    place.bindings.set(symbol, { kind: "host", name: own, mutable, ...facts });
    if (mutable) place.lowering.mutableNames.add(own);
  }
}

export function lowerStatement(place: Place, statement: ts.Statement): void {
  const { parts } = place.lowering;
  if (isTypeOnly(statement) || ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isEmptyStatement(statement)) return;
  if (ts.isVariableStatement(statement)) return lowerVariables(place, statement);
  if (ts.isFunctionDeclaration(statement)) return parts.has(statement) ? undefined : statement.name ? pushText(place, statement, { removable: true }) : nameDefault(place, statement);
  if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement)) {
    if (parts.has(statement)) fail(place, "SPMD1207", statement.name ?? statement, { what: ts.isClassDeclaration(statement) ? "a class" : ts.isEnumDeclaration(statement) ? "an enum" : "a namespace" });
    if (ts.isClassDeclaration(statement) && !statement.name) return nameDefault(place, statement);
    if (statement.name && ts.isIdentifier(statement.name)) declareNames(place, [statement.name], false);
    return pushText(place, statement);
  }
  if (ts.isExportAssignment(statement)) return lowerDefault(place, statement);
  if (!parts.has(statement) && !jumpsOut(statement)) return pushText(place, statement);
  if (ts.isExpressionStatement(statement)) return lowerExpressionStatement(place, statement);
  if (ts.isBlock(statement)) return lowerStatements(place, statement.statements);
  if (ts.isIfStatement(statement)) return lowerIf(place, statement);
  if (ts.isWhileStatement(statement)) return lowerWhile(place, statement, undefined);
  if (ts.isDoStatement(statement)) return lowerDo(place, statement, undefined);
  if (ts.isForStatement(statement)) return lowerFor(place, statement, undefined);
  if (ts.isForOfStatement(statement) || ts.isForInStatement(statement)) return lowerForOf(place, statement, undefined);
  if (ts.isSwitchStatement(statement)) return lowerSwitch(place, statement);
  if (ts.isLabeledStatement(statement)) return lowerLabeled(place, statement);
  if (ts.isReturnStatement(statement)) return place.inlined?.leave?.(place, statement.expression, statement);
  if (ts.isBreakOrContinueStatement(statement)) return lowerJump(place, statement);
  if (ts.isThrowStatement(statement)) return void place.out.push({ kind: "host", code: asStatement(place, statement, hostText(place, statement, new Map([[statement.expression, lowerHost(place, statement.expression)]]))) });
  fail(place, "SPMD1208", statement, { what: ts.isTryStatement(statement) ? "try with arrays or jumps inside" : "this statement with arrays inside", instead: "move the array code out of it" });
}

/** `removable`: it only declares, and may go if nothing reads what it declares; `arithmetic`: constants that are that. */
export function pushText(place: Place, statement: ts.Statement, { removable = false, arithmetic = false } = {}): void {
  const code = asStatement(place, statement, { ...hostText(place, statement), ...(arithmetic ? { arithmetic } : {}) });
  if (removable) place.lowering.removable.add(code);
  place.out.push({ kind: "host", code });
}

function lowerExpressionStatement(place: Place, statement: ts.ExpressionStatement): void {
  const value = lowerExpression(place, statement.expression);
  if (value.kind !== "host" || /^[\w$]*$/.test(value.code.text)) return;
  place.out.push({ kind: "host", code: asStatement(place, statement, value.code) });
}

/** `export default EXPRESSION`: a const named `default$1`. */
function lowerDefault(place: Place, statement: ts.ExportAssignment): void {
  const value = lowerExpression(place, statement.expression), symbol = symbolOfDeclaration(statement);
  if (!symbol) return;
  if (value.kind !== "host" && !(value.kind === "function" && !place.lowering.parts.has(statement))) return place.bindings.set(symbol, value);
  const name = place.lowering.names.fresh("default");
  place.bindings.set(symbol, { kind: "host", name, mutable: false });
  const code = value.kind === "host" ? value.code : hostText(place, statement.expression);
  place.out.push({ kind: "host", code: hostCode(place.lowering.span(statement), `const ${name} = ${code.text};`, code.reads, [name, ...code.writes]) });
}

/** A default export without a name. */
function nameDefault(place: Place, statement: ts.FunctionDeclaration | ts.ClassDeclaration): void {
  const symbol = symbolOfDeclaration(statement), name = place.lowering.names.fresh("default"), code = hostText(place, statement);
  if (symbol) place.bindings.set(symbol, { kind: "host", name, mutable: false });
  place.out.push({ kind: "host", code: hostCode(place.lowering.span(statement), `const ${name} = ${code.text.trimStart()};`, code.reads, [name, ...code.writes]) });
}

/** Declarations without a name have their symbol all the same. */
const symbolOfDeclaration = (node: ts.Node): ts.Symbol | undefined => (node as { readonly symbol?: ts.Symbol }).symbol;

function lowerIf(place: Place, statement: ts.IfStatement): void {
  const known = constantOf(place.lowering.language, place.bindings, statement.expression), taken = known ? statement.thenStatement : statement.elseStatement;
  // An argument that is a literal decides many an `if` of an inlined function.
  if (known !== undefined) return taken && lowerStatements(place, statementsOf(taken));
  const span = place.lowering.span(statement), test = asExpression(place, statement.expression, lowerHost(place, statement.expression));
  const branch = (body: ts.Statement | undefined) => (body ? innerBlock(place, (inner) => lowerStatements(inner, statementsOf(body))) : []);
  const then = branch(statement.thenStatement), otherwise = branch(statement.elseStatement);
  place.out.push({ kind: "if", test, then, else: otherwise, span });
}

function lowerLabeled(place: Place, statement: ts.LabeledStatement): void {
  const { statement: body, label } = statement;
  if (ts.isWhileStatement(body)) return lowerWhile(place, body, label.text);
  if (ts.isDoStatement(body)) return lowerDo(place, body, label.text);
  if (ts.isForStatement(body)) return lowerFor(place, body, label.text);
  if (ts.isForOfStatement(body) || ts.isForInStatement(body)) return lowerForOf(place, body, label.text);
  const own = place.lowering.names.declare(label.text), jumps = { ...place.jumps, labels: new Map([...place.jumps.labels, [label.text, { breakLabel: own }]]) };
  place.out.push({ kind: "block", label: own, body: innerBlock(place, (inner) => lowerStatements(inner, statementsOf(body)), { jumps }), span: place.lowering.span(statement) });
}

function lowerJump(place: Place, statement: ts.BreakOrContinueStatement): void {
  const { jumps } = place, named = statement.label && jumps.labels.get(statement.label.text), span = place.lowering.span(statement);
  if (ts.isBreakStatement(statement)) {
    const label = statement.label ? named?.breakLabel : jumps.breakLabel;
    if (label !== undefined) place.out.push({ kind: "break", label, span });
    return;
  }
  const label = statement.label ? named?.continueLabel : jumps.continueLabel;
  if (label === undefined) return;
  // A `continue` of an unrolled loop leaves the block of its trip.
  place.out.push({ kind: jumps.blocks?.has(label) ? "break" : "continue", label, span });
}

