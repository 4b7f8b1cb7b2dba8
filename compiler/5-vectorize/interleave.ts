// How many vectors to compute together. Operations wait for one another's results: several vectors at a time fill the gaps, in loops above all, as long
// as what a loop carries from trip to trip stays in about sixteen registers (spilling a few costs less than waiting), and the code stays small enough to be
// compiled quickly. Loops behind a condition are not looked at: they are the unusual case.
import type { LaneCode, LaneStatement } from "../ir/lanes.ts";
import { costOfStatements, loopCost } from "./cost.ts";
import { mentionedIn } from "./loopResults.ts";

export function chooseInterleave(code: LaneCode): number {
  const loops = loopsOf(code.body, false), varying = new Set(code.locals.filter((l) => l.varying).map((l) => l.name)), size = costOfStatements(code.body) - loopCost * loopsOf(code.body, true).length;
  const carried = Math.max(0, ...loops.map((s) => [...mentionedIn([s])].filter((name) => varying.has(name)).length));
  if (carried > 20 || size > 1200) return 1;
  return carried > 12 || size > 600 ? 2 : 4;
}

function loopsOf(statements: readonly LaneStatement[], conditional: boolean): LaneStatement[] {
  const list = (inner: readonly LaneStatement[]): LaneStatement[] => loopsOf(inner, conditional);
  return statements.flatMap((s) => {
    switch (s.kind) {
      case "while":
        return [s, ...list(s.before), ...list(s.body), ...list(s.step)];
      case "if":
        return conditional ? [...list(s.then), ...list(s.else)] : [];
      case "block":
        return list(s.body);
      default:
        return [];
    }
  });
}
