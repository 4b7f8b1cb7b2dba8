// Walks over lane statements that the printers share.
import { accumulatorFields } from "../ir/lanes.ts";
import type { LaneBuffer, LaneNest, LanePass, LaneStatement } from "../ir/lanes.ts";
import { visitExpressions } from "../ir/laneWalks.ts";

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
