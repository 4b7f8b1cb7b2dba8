// Rewriting lane code: the same tree with expressions replaced, from the leaves up.
import type { LaneExpression, LaneStatement } from "../ir/lanes.ts";

/** The expression with its operands replaced. */
export function mapOperands(e: LaneExpression, f: (operand: LaneExpression) => LaneExpression): LaneExpression {
  switch (e.kind) {
    case "unary": {
      const operand = f(e.operand);
      return operand === e.operand ? e : { ...e, operand };
    }
    case "read": {
      const position = f(e.position), mask = e.mask && f(e.mask);
      return position === e.position && mask === e.mask ? e : { ...e, position, ...(mask && { mask }) };
    }
    case "binary":
    case "compare":
    case "logical": {
      const left = f(e.left), right = f(e.right);
      return left === e.left && right === e.right ? e : { ...e, left, right };
    }
    case "select": {
      const test = f(e.test), then = f(e.then), otherwise = f(e.else);
      return test === e.test && then === e.then && otherwise === e.else ? e : { ...e, test, then, else: otherwise };
    }
    case "intrinsic": {
      const args = e.args.map(f);
      return args.every((a, k) => a === e.args[k]) ? e : { ...e, args };
    }
    default:
      return e;
  }
}

/** `f` sees an expression whose operands have been replaced already. */
export const mapExpression = (e: LaneExpression, f: (e: LaneExpression) => LaneExpression): LaneExpression => f(mapOperands(e, (operand) => mapExpression(operand, f)));

export function mapStatements(statements: readonly LaneStatement[], f: (e: LaneExpression) => LaneExpression): LaneStatement[] {
  const list = (inner: readonly LaneStatement[]): LaneStatement[] => mapStatements(inner, f);
  return statements.map((s): LaneStatement => {
    switch (s.kind) {
      case "assign":
        return { ...s, value: f(s.value) };
      case "store":
        return { ...s, value: f(s.value), ...(s.mask && { mask: f(s.mask) }) };
      case "if":
        return { ...s, test: f(s.test), then: list(s.then), else: list(s.else) };
      case "while":
        return { ...s, before: list(s.before), test: f(s.test), body: list(s.body), step: list(s.step) };
      case "block":
        return { ...s, body: list(s.body) };
      case "throw":
        return { ...s, values: s.values.map(f), ...(s.mask && { mask: f(s.mask) }) };
      default:
        return s;
    }
  });
}
