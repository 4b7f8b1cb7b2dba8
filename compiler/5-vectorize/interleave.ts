// How many vectors to compute together. A loop's iterations wait for one another: several vectors at a time fill the gaps, as long as what they carry
// from trip to trip stays in about sixteen registers, spilling a few costing less than waiting. Straight code is overlapped by the processor itself; there
// more vectors only spread the cost of the loop around them.
import type { LaneCode } from "../ir/lanes.ts";
import { addReads } from "./liveness.ts";
import { costOfStatements, loopCost } from "./cost.ts";
import { assignedIn } from "./loopResults.ts";
import { visitAll } from "./rewrite.ts";

export function chooseInterleave(code: LaneCode): number {
  const cost = costOfStatements(code.body);
  if (cost < loopCost) return cost <= 16 ? 4 : cost <= 64 ? 2 : 1;
  const varying = new Set(code.locals.filter((l) => l.varying).map((l) => l.name)), carried = new Set<string>();
  for (const s of code.body) {
    if (s.kind !== "while" && s.kind !== "block" && s.kind !== "if") continue;
    const names = assignedIn([s]);
    visitAll([s], (e) => addReads(e, names));
    for (const name of names) if (varying.has(name)) carried.add(name);
  }
  return carried.size <= 12 ? 4 : carried.size <= 20 ? 2 : 1;
}
