// A local that is read once goes where it is read, so that what its reader asks for (the low bits, a comparison) is known where it is computed.
//
//   t = x + x; u = fromInt32 (toInt32 t); store u   ->   store (fromInt32 (toInt32 (x + x)))
//
// Only inside a straight list: the reader is a statement of the same list, evaluated once, and nothing between changes what the value is made of.
import type { LaneExpression, LaneStatement } from "../ir/lanes.ts";
import type { Names } from "./liveness.ts";
import { addReads } from "./liveness.ts";
import { assignedIn, visitExpressions } from "../ir/laneWalks.ts";
import { mapExpression } from "./rewrite.ts";

/** `kept`: locals that are read after the list. */
export function substituteSingleUses(statements: readonly LaneStatement[], kept: Names): readonly LaneStatement[] {
  const reads = new Map<string, number>(), writes = new Map<string, number>();
  const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  visitExpressions(statements, (e) => { if (e.kind === "local") count(reads, e.name); });
  const countWrites = (list: readonly LaneStatement[]): void => list.forEach((s) => {
    if (s.kind === "assign") count(writes, s.target);
    else if (s.kind === "if") { countWrites(s.then); countWrites(s.else); }
    else if (s.kind === "while") { countWrites(s.before); countWrites(s.body); countWrites(s.step); }
    else if (s.kind === "block") countWrites(s.body);
  });
  countWrites(statements);
  return inList(statements, (name) => reads.get(name) === 1 && writes.get(name) === 1 && !kept.has(name));
}

function inList(statements: readonly LaneStatement[], single: (name: string) => boolean): LaneStatement[] {
  const out: LaneStatement[] = [], waiting = new Map<string, { readonly value: LaneExpression; readonly at: number; readonly needs: Names }>();
  const dropped = new Set<number>();
  const taken = (e: LaneExpression): LaneExpression => mapExpression(e, (x) => {
    const found = x.kind === "local" ? waiting.get(x.name) : undefined;
    if (!found || x.kind !== "local") return x;
    waiting.delete(x.name);
    dropped.add(found.at);
    return found.value;
  });
  for (const s of statements) {
    const next = direct(s, taken, single);
    for (const name of assignedIn([next])) for (const [held, { needs }] of waiting) if (needs.has(name)) waiting.delete(held);
    if (next.kind === "assign" && single(next.target)) waiting.set(next.target, { value: next.value, at: out.length, needs: addReads(next.value, new Set()) });
    out.push(next);
  }
  return out.filter((_, k) => !dropped.has(k));
}

/** Replaces in the expressions that a statement evaluates once, before anything inside it. */
function direct(s: LaneStatement, taken: (e: LaneExpression) => LaneExpression, single: (name: string) => boolean): LaneStatement {
  const list = (inner: readonly LaneStatement[]): LaneStatement[] => inList(inner, single);
  switch (s.kind) {
    case "assign":
    case "store":
      return { ...s, value: taken(s.value) };
    case "if":
      return { ...s, test: taken(s.test), then: list(s.then), else: list(s.else) };
    case "while":
      return { ...s, before: list(s.before), body: list(s.body), step: list(s.step) };
    case "block":
      return { ...s, body: list(s.body) };
    case "throw":
      return { ...s, values: s.values.map(taken) };
    default:
      return s;
  }
}
