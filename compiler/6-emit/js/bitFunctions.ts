// Whether JavaScript code takes doubles apart, so that it needs the functions of `scalarPrelude` before it.
import { scalarIntrinsics } from "../../ops/scalar.ts";
import type { LaneStatement } from "../../ir/lanes.ts";
import { visitExpressions } from "../../ir/laneWalks.ts";

export function usesBitFunctions(statements: readonly LaneStatement[]): boolean {
  let found = false;
  visitExpressions(statements, (e) => (found ||= e.kind === "intrinsic" && !scalarIntrinsics.get(e.fn)!.js.startsWith("Math.")));
  return found;
}
