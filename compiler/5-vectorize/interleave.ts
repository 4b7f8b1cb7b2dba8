// How many vectors to compute together. Operations wait for one another's results: several vectors at a time fill the gaps, in loops above all, as long
// as what is alive at once stays in about the registers there are (spilling a few costs less than waiting), and the code stays small enough to be
// compiled quickly. What stands behind a condition inside a loop is not looked at: it is the unusual case.
//
//   while (x * x + y * y < 4) { ... }     alive in it: x, y, the next x, cx, what lanes left with, the mask: 4 vectors
import type { LaneCode, LaneStatement } from "../ir/lanes.ts";
import { costOfStatements, loopCost } from "./cost.ts";
import type { Liveness, Names } from "./liveness.ts";
import { livenessOf } from "./liveness.ts";
import { mentionedIn } from "./loopResults.ts";

/** What registers hold, where some are spilt without much harm: of 16 and of 32 vector registers. */
const room = { few: 30, many: 40 };

/** `vectorBytes`: 64 where there are 32 registers, and masks have others. */
export function chooseInterleave(code: LaneCode, totals: Names, vectorBytes: number): number {
  const loops = loopsOf(code.body, true), size = costOfStatements(code.body) - loopCost * loops.length, live = livenessOf(code.body, totals), many = vectorBytes === 64;
  const counted = new Set(code.locals.filter((l) => l.varying && !(many && l.type === "bool")).map((l) => l.name));
  const inLoops = loopsOf(code.body, false), alive = Math.max(0, ...(inLoops.length > 0 ? inLoops : [undefined]).map((s) => mostAlive(s ? [s] : code.body, live, new Set([...mentionedIn(s ? [s] : code.body)].filter((name) => counted.has(name))))));
  const fits = (interleave: number): boolean => interleave * alive <= room[many ? "many" : "few"] && interleave * size <= 2600;
  return fits(4) ? 4 : fits(2) ? 2 : 1;
}

/** The most locals of `counted` that are alive at one point outside of conditions. */
function mostAlive(statements: readonly LaneStatement[], live: Liveness, counted: Names): number {
  const list = (inner: readonly LaneStatement[]): number => mostAlive(inner, live, counted);
  return statements.reduce((most, s) => {
    const after = [...live.after.get(s)!].filter((name) => counted.has(name)).length;
    return Math.max(most, after, s.kind === "while" ? Math.max(list(s.before), list(s.body), list(s.step)) : s.kind === "block" ? list(s.body) : 0);
  }, 0);
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
