// Rough costs of lane code, in cycles of one lane; a loop counts as far more than any straight line.
import type { LaneExpression, LaneStatement } from "../ir/lanes.ts";
import { mapOperands } from "./rewrite.ts";

export function costOfExpression(e: LaneExpression): number {
  let cost = e.kind === "const" || e.kind === "local" || e.kind === "capture" ? 0 : 1;
  if (e.kind === "read") cost = e.adjacent ? 2 : 6;
  if (e.kind === "binary" && e.op === "div") cost = 8;
  if (e.kind === "binary" && e.op === "rem") cost = 24;
  if (e.kind === "intrinsic" && e.fn === "sqrt") cost = 10;
  if (e.kind === "intrinsic" && (e.fn === "min" || e.fn === "max" || e.fn === "round" || e.fn === "sign")) cost = 4;
  if (e.kind === "unary" && e.op === "toInt32") cost = 4;
  mapOperands(e, (operand) => ((cost += costOfExpression(operand)), operand));
  return cost;
}

export const loopCost = 1000;

export function costOfStatements(statements: readonly LaneStatement[]): number {
  return statements.reduce((sum, s) => {
    switch (s.kind) {
      case "assign":
        return sum + costOfExpression(s.value);
      case "store":
        return sum + 1 + costOfExpression(s.value);
      case "if":
        return sum + 1 + costOfExpression(s.test) + costOfStatements(s.then) + costOfStatements(s.else);
      case "while":
        return sum + loopCost + costOfStatements(s.before) + costOfStatements(s.body) + costOfStatements(s.step);
      case "block":
        return sum + costOfStatements(s.body);
      default:
        return sum + 1;
    }
  }, 0);
}
