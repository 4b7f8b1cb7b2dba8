// Walks over lane statements that the printers share.
import { accumulatorFields } from "../ir/lanes.ts";
import type { LaneBuffer, LaneExpression, LaneNest, LanePass, LaneStatement } from "../ir/lanes.ts";

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

/** Whether a `continue` of this loop stands in the list. */
export function continues(statements: readonly LaneStatement[], label: string): boolean {
  return statements.some((s) => {
    switch (s.kind) {
      case "continue": return s.label === label;
      case "if": return continues(s.then, label) || continues(s.else, label);
      case "while": return continues(s.body, label) || continues(s.step, label) || continues(s.before, label);
      case "block": return continues(s.body, label);
      default: return false;
    }
  });
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

/** The buffers that a pass loads and stores; loops move their addresses only. */
export function buffersOf(nest: LaneNest, pass: LanePass): readonly LaneBuffer[] {
  const used = new Set<number>(accumulatorFields(pass).map((a) => a.buffer));
  for (const code of [pass.script, pass.scalar]) {
    visitExpressions(code.body, (e) => e.kind === "load" && used.add(e.buffer));
    visitStores(code.body, used);
  }
  return nest.buffers.filter((_, k) => used.has(k));
}

function visitStores(statements: readonly LaneStatement[], used: Set<number>): void {
  for (const s of statements) {
    if (s.kind === "store") used.add(s.buffer);
    else if (s.kind === "if") { visitStores(s.then, used); visitStores(s.else, used); }
    else if (s.kind === "block" || s.kind === "while") visitStores(s.body, used);
  }
}
