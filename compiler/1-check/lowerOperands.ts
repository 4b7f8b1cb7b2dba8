// What is left of an expression once its array parts have been lifted out of its operands, in the order in which JavaScript evaluates them.
//
//   f(k++) + sum(a)     const $t1 = f(k++);   %2 = sum %1   scalar $s1 = %2     left: $t1 + $s1
import { ts } from "ts-morph";
import { constantOf } from "./constants.ts";
import { codeOf, hostText } from "./hostText.ts";
import type { Code } from "./hostText.ts";
import { lowerExpression, shortText } from "./lowerExpression.ts";
import { fail } from "./place.ts";
import type { Place } from "./place.ts";
import { bare, isAssignment, isFunctionNode, isLogical, isPure } from "./syntax.ts";
import { hold } from "./value.ts";
import type { Value } from "./value.ts";

/**
 * Lifts the array parts out of an expression's operands, in order, and gives the text of the whole with their results in it. `done` are operands that
 * have been lowered before; they are evaluated first.
 */
export function lowerOperands(place: Place, node: ts.Expression, done: ReadonlyMap<ts.Node, Code> = new Map()): Code {
  const whole = bare(node), method = ts.isObjectLiteralExpression(whole) ? whole.properties.find((p) => (ts.isMethodDeclaration(p) || ts.isAccessor(p)) && place.lowering.parts.has(p)) : undefined;
  if (method) fail(place, "SPMD1207", method.name ?? method, { what: "a method" });
  const lifted = new Map<ts.Node, Code>(done), operands = operandsOf(bare(node)).filter((operand) => !done.has(operand));
  const { parts } = place.lowering;
  const last = operands.findLastIndex((operand) => parts.has(operand));
  const compound = compoundTarget(place, bare(node)), before = compound && held(place, hostText(place, compound.left), compound.left);
  for (const [k, operand] of operands.entries()) {
    if (k > last) break;
    const later = operands.slice(k + 1, last + 1).filter((o) => parts.has(o));
    const keeps = later.every((o) => isSilent(place, o));
    if (parts.has(operand)) {
      if (isFunctionNode(operand)) fail(place, "SPMD1205", operand);
      const value = lowerExpression(place, operand);
      if (value.kind !== "host") {
        if (value.kind === "function") fail(place, "SPMD1216", operand, { name: shortText(operand) });
        refuse(place, bare(node), operand, value);
      }
      const stays = value.constant === true || later.length === 0 || (keeps && isPure(operand));
      lifted.set(operand, stays ? value.code : held(place, value.code, operand));
    } else if (later.length > 0 && !isFixed(place, operand) && !(keeps && isPure(operand))) {
      lifted.set(operand, held(place, hostText(place, operand), operand));
    }
  }
  if (compound && before) return compoundAssignment(place, compound, before, lifted.get(compound.right)!);
  return hostText(place, node, lifted);
}

/** An array, or a list of arrays, as an operand of ordinary code. */
function refuse(place: Place, node: ts.Expression, operand: ts.Expression, value: Value): never {
  const name = shortText(operand), called = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression : undefined;
  const keeper = called && ts.isPropertyAccessExpression(called) && place.lowering.language.holdsArrays(place.lowering.language.checker.getTypeAtLocation(called.expression));
  if (value.kind !== "array" || keeper) fail(place, "SPMD1203", operand, { name });
  return called ? fail(place, "SPMD1206", operand, { name, callee: shortText(called) }) : fail(place, "SPMD1202", operand, { name });
}

function held(place: Place, code: Code, node: ts.Node): Code {
  const name = hold(place, code, node, "$t", false);
  return codeOf(name, [name]);
}

/** Literals, consts, and functions: the same whenever they are evaluated. */
function isFixed(place: Place, operand: ts.Expression): boolean {
  const node = bare(operand), { language, mutableNames } = place.lowering;
  if (constantOf(language, place.bindings, node) !== undefined || isFunctionNode(node) || node.kind === ts.SyntaxKind.NullKeyword) return true;
  const named = ts.isPropertyAccessExpression(node) ? node.name : node, symbol = language.symbolOf(named), binding = symbol && place.bindings.get(symbol);
  if (!ts.isIdentifier(node)) return binding?.kind === "host" && !mutableNames.has(binding.name);
  if (!binding && ((language.checker.getSymbolAtLocation(node)?.flags ?? 0) & ts.SymbolFlags.Alias) !== 0) return true;
  return binding ? binding.kind !== "host" || !mutableNames.has(binding.name) : !symbol?.declarations?.some((d) => !d.getSourceFile().isDeclarationFile);
}

/** Lifting it runs no code of the user's that could change host variables: operators on arrays, and what they read. */
function isSilent(place: Place, operand: ts.Node): boolean {
  const { language, vocabulary } = place.lowering;
  const loud = (node: ts.Node): boolean => {
    if (ts.isCallExpression(node)) {
      const name = language.nameOf(language.symbolOf(ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression));
      if (name !== undefined && vocabulary.operators.has(name)) return node.arguments.some((argument) => !isFunctionNode(argument) && loud(argument));
      return name !== undefined ? vocabulary.effects.has(name) : !isPure(node);
    }
    if (isAssignment(node) || ts.isAwaitExpression(node) || ts.isNewExpression(node) || ts.isPostfixUnaryExpression(node) || ts.isDeleteExpression(node) || ts.isYieldExpression(node)) return true;
    if (ts.isPrefixUnaryExpression(node) && (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)) return true;
    return ts.forEachChild(node, (child) => loud(child) || undefined) ?? false;
  };
  return !loud(operand);
}

/** The expressions that are evaluated for an expression, in order: arguments, elements, both sides. */
function operandsOf(node: ts.Expression): ts.Expression[] {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return [...calleeOperands(node.expression), ...(node.arguments ?? []).map(unspread)];
  if (isAssignment(node)) return [...targetOperands(node.left), node.right];
  if (ts.isConditionalExpression(node)) return [node.condition];
  if (isLogical(node)) return [node.left];
  const operands: ts.Expression[] = [];
  const collect = (child: ts.Node): void => {
    if (ts.isTypeNode(child)) return;
    if (ts.isSpreadElement(child)) operands.push(child.expression);
    else if (isEvaluated(child)) operands.push(child);
    else ts.forEachChild(child, collect);
  };
  ts.forEachChild(node, (child) => {
    if (ts.isPropertyAccessExpression(node) && child === node.name) return;
    collect(child);
  });
  return operands;
}

const isEvaluated = (node: ts.Node): node is ts.Expression => ts.isExpression(node) && !(ts.isIdentifier(node) && (ts.isPropertyAssignment(node.parent) && node.parent.name === node));
const unspread = (node: ts.Expression): ts.Expression => (ts.isSpreadElement(node) ? node.expression : node);

/** A method's object is evaluated; the method itself is looked up at the call. */
function calleeOperands(callee: ts.Expression): ts.Expression[] {
  if (ts.isPropertyAccessExpression(callee)) return [callee.expression];
  if (ts.isElementAccessExpression(callee)) return [callee.expression, callee.argumentExpression];
  return [callee];
}

function targetOperands(target: ts.Expression): ts.Expression[] {
  if (ts.isPropertyAccessExpression(target)) return [target.expression];
  if (ts.isElementAccessExpression(target)) return [target.expression, target.argumentExpression];
  return [];
}

/** `x += e`: x is read before e is evaluated. Only where that matters. */
function compoundTarget(place: Place, node: ts.Expression): { readonly left: ts.Identifier; readonly right: ts.Expression; readonly operator: string } | undefined {
  if (!isAssignment(node) || node.operatorToken.kind === ts.SyntaxKind.EqualsToken || !place.lowering.parts.has(node.right)) return undefined;
  const operator = node.operatorToken.getText().slice(0, -1);
  if (["&&", "||", "??"].includes(operator)) fail(place, "SPMD1208", node, { what: `'${operator}=' with arrays`, instead: "write an if statement" });
  return ts.isIdentifier(node.left) && !isSilent(place, node.right) ? { left: node.left, right: node.right, operator } : undefined;
}

function compoundAssignment(place: Place, { left, operator }: NonNullable<ReturnType<typeof compoundTarget>>, before: Code, value: Code): Code {
  const target = hostText(place, left);
  return codeOf(`${target.text} = ${before.text} ${operator} (${value.text})`, [...before.reads, ...value.reads], [...target.reads, ...target.writes]);
}
