// Variables that are assigned somewhere after their declaration: `x = 1`, `x++`, `[x] = ...`, `for (x of ...)`.
import { ts } from "ts-morph";
import { isPatternTarget } from "./hostText.ts";
import type { Language } from "./language.ts";
import { isAssignment, isUpdate } from "./syntax.ts";

export function assignedVariables(files: readonly ts.SourceFile[], language: Language): ReadonlySet<ts.Symbol> {
  const assigned = new Set<ts.Symbol>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isTarget(node)) {
      const symbol = language.symbolOf(node);
      if (symbol) assigned.add(symbol);
    }
    // Without an initializer the first assignment is not the declaration.
    if (ts.isVariableDeclaration(node) && !node.initializer && ts.isIdentifier(node.name) && !ts.isForOfStatement(node.parent.parent) && !ts.isForInStatement(node.parent.parent) && !ts.isCatchClause(node.parent)) {
      const symbol = language.symbolOf(node.name);
      if (symbol) assigned.add(symbol);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
  return assigned;
}

const isTarget = (node: ts.Identifier): boolean => isUpdate(node.parent) || (isAssignment(node.parent) && node.parent.left === node) || isPatternTarget(node);
