// A division by a power of two is a multiplication by its reciprocal, which is exact: both round the same number. It takes a fifth of the time.
//
//   (a + b) / 4.0   ->   (a + b) * 0.25
//
// After integers have been narrowed: there a floored quotient is a shift.
import type { LaneCode, LaneExpression } from "../ir/lanes.ts";
import { constant } from "../inline/convert.ts";
import { mapExpression, mapStatements } from "./rewrite.ts";

export function multiplyByReciprocals(code: LaneCode): LaneCode {
  return { ...code, body: mapStatements(code.body, (e) => mapExpression(e, reciprocal)) };
}

function reciprocal(e: LaneExpression): LaneExpression {
  if (e.kind !== "binary" || e.op !== "div" || e.type === "i32" || e.right.kind !== "const") return e;
  const divisor = Number(e.right.value), power = Math.log2(Math.abs(divisor));
  // Neither it nor its reciprocal is subnormal, as f32 either.
  return Number.isInteger(power) && Math.abs(power) <= 120 ? { ...e, op: "mul", right: constant(e.type, 1 / divisor) } : e;
}
