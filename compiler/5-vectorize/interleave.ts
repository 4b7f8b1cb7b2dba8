// How many vectors to compute together. Operations wait for one another's results: several vectors at a time fill the gaps, in loops above all, as long
// as what a loop carries from trip to trip stays in about sixteen registers (spilling a few costs less than waiting), and the code stays small enough to be
// compiled quickly.
import type { LaneCode, LaneStatement } from "../ir/lanes.ts";
import { costOfStatements, loopCost } from "./cost.ts";
import { mentionedIn } from "./loopResults.ts";

export function chooseInterleave(code: LaneCode): number {
  const loops = loopsOf(code.body), varying = new Set(code.locals.filter((l) => l.varying).map((l) => l.name)), size = costOfStatements(code.body) - loopCost * loops.length;
  const carried = Math.max(0, ...loops.map((s) => [...mentionedIn([s])].filter((name) => varying.has(name)).length));
  if (carried > 20 || size > 1200) return 1;
  return carried > 12 || size > 600 ? 2 : 4;
}

function loopsOf(statements: readonly LaneStatement[]): LaneStatement[] {
  return statements.flatMap((s) => {
    switch (s.kind) {
      case "while":
        return [s, ...loopsOf(s.before), ...loopsOf(s.body), ...loopsOf(s.step)];
      case "if":
        return [...loopsOf(s.then), ...loopsOf(s.else)];
      case "block":
        return loopsOf(s.body);
      default:
        return [];
    }
  });
}
