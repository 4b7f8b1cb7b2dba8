// Walks over lane statements: what they compute, and which locals they give a value.
import type { LaneExpression, LaneStatement } from "./lanes.ts";

/** Calls `visit` for every expression of the statements, inner ones too. */
export function visitExpressions(statements: readonly LaneStatement[], visit: (e: LaneExpression) => void): void {
  const expression = (e: LaneExpression): void => {
    visit(e);
    switch (e.kind) {
      case "read": if (e.mask) expression(e.mask); return expression(e.position);
      case "unary": return expression(e.operand);
      case "binary":
      case "compare":
      case "logical": expression(e.left); return expression(e.right);
      case "select": expression(e.test); expression(e.then); return expression(e.else);
      case "intrinsic": return e.args.forEach(expression);
    }
  };
  for (const s of statements) {
    switch (s.kind) {
      case "assign": expression(s.value); break;
      case "store": expression(s.value); if (s.mask) expression(s.mask); break;
      case "if": expression(s.test); visitExpressions(s.then, visit); visitExpressions(s.else, visit); break;
      case "while": visitExpressions(s.before, visit); expression(s.test); visitExpressions(s.body, visit); visitExpressions(s.step, visit); break;
      case "block": visitExpressions(s.body, visit); break;
      case "throw": s.values.forEach(expression); if (s.mask) expression(s.mask); break;
    }
  }
}

/** Locals that a list assigns. */
export function assignedIn(statements: readonly LaneStatement[], into = new Set<string>()): Set<string> {
  for (const s of statements) {
    if (s.kind === "assign") into.add(s.target);
    else if (s.kind === "if") assignedIn(s.else, assignedIn(s.then, into));
    else if (s.kind === "while") assignedIn(s.step, assignedIn(s.body, assignedIn(s.before, into)));
    else if (s.kind === "block") assignedIn(s.body, into);
  }
  return into;
}
