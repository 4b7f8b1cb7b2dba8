// What of a program involves arrays and therefore becomes IR; everything else stays JavaScript text.
//
//   console.log("n", n)                  no array part: text
//   console.log("sum", sum(map(a, f)))   has one: the call of `sum`
//   step(u)                              has one if `step` works with arrays inside, even if it takes and returns plain numbers
import { ts } from "ts-morph";
import type { Language } from "./language.ts";
import { isFunctionNode } from "./syntax.ts";
import type { FunctionNode } from "./syntax.ts";

export interface ArrayParts {
  /** Whether the node is or contains something that works with arrays (or is a compile-time value such as a monoid). */
  has(node: ts.Node): boolean;
  /** The user's function that a call calls, where it is known and works with arrays. */
  arrayFunction(node: ts.Node): FunctionNode | undefined;
}

/** Functions of `spmd` that stay text: `param(...)` becomes `$rt.param(...)`, `f32(x)` its JavaScript. */
export type StaysText = (name: string) => boolean;

export function arrayPartsOf(files: readonly ts.SourceFile[], language: Language, staysText: StaysText): ArrayParts {
  const arrayFunctions = new Set<FunctionNode>();
  const target = (expression: ts.Node): FunctionNode | undefined => definitionOf(language.symbolOf(ts.isPropertyAccessExpression(expression) ? expression.name : expression));
  const holds = (type: ts.Type): boolean => language.isArray(type) || language.holdsArrays(type);
  const isPart = (node: ts.Node): boolean => {
    if (ts.isCallExpression(node)) {
      const called = language.nameOf(language.symbolOf(ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression));
      if (called !== undefined) return !staysText(called);
      const definition = target(node.expression);
      if (definition && arrayFunctions.has(definition)) return true;
      return holds(language.checker.getTypeAtLocation(node));
    }
    if (ts.isIdentifier(node)) {
      const definition = target(node);
      if (definition) return arrayFunctions.has(definition);
      const name = language.nameOf(language.symbolOf(node));
      if (name !== undefined) return !staysText(name) && !ts.isPropertyAccessExpression(node.parent);
      return holds(language.checker.getTypeAtLocation(node));
    }
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return language.isArray(language.checker.getTypeAtLocation(node));
    return false;
  };
  const find = (memo: Map<ts.Node, boolean>) => {
    const has = (node: ts.Node): boolean => {
      if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node) || ts.isToken(node) && !ts.isIdentifier(node)) return false;
      const known = memo.get(node);
      if (known !== undefined) return known;
      const found = isPart(node) || (ts.forEachChild(node, (child) => has(child) || undefined) ?? false);
      memo.set(node, found);
      return found;
    };
    return has;
  };
  const functions = files.flatMap(functionsOf);
  for (let before = -1; before !== arrayFunctions.size; ) {
    before = arrayFunctions.size;
    const has = find(new Map());
    for (const f of functions) if (!arrayFunctions.has(f) && f.body && (f.parameters.some(has) || has(f.body))) arrayFunctions.add(f);
  }
  return {
    has: find(new Map()),
    arrayFunction: (expression) => {
      const definition = isFunctionNode(expression) ? expression : target(expression);
      return definition && arrayFunctions.has(definition) ? definition : undefined;
    },
  };
}

/** Functions with a name to call them by; lambdas that are arguments are not among them. */
function functionsOf(file: ts.SourceFile): FunctionNode[] {
  const found: FunctionNode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node)) found.push(node);
    if (ts.isVariableDeclaration(node) && node.initializer && isFunctionNode(node.initializer)) found.push(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The function that a symbol names for good: a declaration, or a `const` that holds one. */
export function definitionOf(symbol: ts.Symbol | undefined): FunctionNode | undefined {
  for (const declaration of symbol?.declarations ?? []) {
    if (declaration.getSourceFile().isDeclarationFile) continue;
    if (ts.isFunctionDeclaration(declaration) && declaration.body) return declaration;
    if (ts.isVariableDeclaration(declaration) && declaration.parent.flags & ts.NodeFlags.Const && declaration.initializer && isFunctionNode(declaration.initializer)) return declaration.initializer;
  }
  return undefined;
}
