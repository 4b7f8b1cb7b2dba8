// A counter that is the same in all lanes as long as they are in a loop, but not afterwards, gets a second name for what a lane left with.
//
//   k = 0; while (x < y) { x = x * 2; k = k + 1 }; store k
//   k = 0; k_end = k; while (x < y) { x = x * 2; k = k + 1; k_end = k }; store k_end
//
// Now k need not vary: only k_end is assigned where some lanes have left that read it later. The scalar meaning is unchanged. It is done where
// all mentions of the local stand in one list, and those after the loop only read it.
import type { LaneExpression, LaneLocal, LaneStatement } from "../ir/lanes.ts";
import { assignedIn, visitExpressions } from "../ir/laneWalks.ts";
import { local } from "../inline/convert.ts";
import type { Divergence } from "./divergence.ts";
import type { Liveness, Names } from "./liveness.ts";
import { addReads } from "./liveness.ts";
import { mapExpression, mapStatements } from "./rewrite.ts";

export interface Renamed {
  readonly statements: readonly LaneStatement[];
  readonly added: readonly LaneLocal[];
  /** From the local in the loop to its name afterwards. */
  readonly names: ReadonlyMap<string, string>;
}

/** `candidates`: locals worth trying. `fresh` makes names. */
export function nameLoopResults(statements: readonly LaneStatement[], live: Liveness, divergence: Divergence, locals: readonly LaneLocal[], candidates: (name: string) => boolean, fresh: (like: string) => string): Renamed {
  const added: LaneLocal[] = [], names = new Map<string, string>();
  const list = (body: readonly LaneStatement[]): LaneStatement[] => {
    let rest = [...body];
    for (let k = 0; k < rest.length; k++) {
      const s = rest[k]!;
      if (s.kind === "if") rest[k] = { ...s, then: list(s.then), else: list(s.else) };
      if (s.kind === "block") rest[k] = { ...s, body: list(s.body) };
      if (s.kind !== "while" || !divergence.isDivergent(s)) continue;
      for (const name of assignedIn([s])) {
        const type = locals.find((l) => l.name === name)?.type, after = rest.slice(k + 1);
        if (type === undefined || names.has(name) || !live.after.get(s)?.has(name) || !candidates(name) || assignedIn(after).has(name)) continue;
        if (countMentions(statements, name) !== countMentions(body, name) || !assignedDirectly(rest.slice(0, k), name)) continue;
        const end = fresh(`${name}_end`), from = local(type, name), copy: LaneStatement = { kind: "assign", target: end, value: from };
        names.set(name, end);
        added.push({ name: end, type, varying: true });
        rest = [...rest.slice(0, k), copy, ...copyAfterAssignments([rest[k]!], name, copy), ...rename(after, name, local(type, end))];
        k++;
      }
    }
    return rest;
  };
  return { statements: list(statements), added, names };
}

/** The list itself gives it a value before the loop, so that nothing comes from an earlier trip of a loop around. */
const assignedDirectly = (before: readonly LaneStatement[], name: string): boolean => before.some((s) => s.kind === "assign" && s.target === name);

const rename = (statements: readonly LaneStatement[], name: string, to: LaneExpression): LaneStatement[] =>
  mapStatements(statements, (e) => mapExpression(e, (x) => (x.kind === "local" && x.name === name ? to : x)));

function copyAfterAssignments(statements: readonly LaneStatement[], name: string, copy: LaneStatement): LaneStatement[] {
  const list = (inner: readonly LaneStatement[]): LaneStatement[] => copyAfterAssignments(inner, name, copy);
  return statements.flatMap((s): readonly LaneStatement[] => {
    switch (s.kind) {
      case "assign":
        return s.target === name ? [s, copy] : [s];
      case "if":
        return [{ ...s, then: list(s.then), else: list(s.else) }];
      case "while":
        return [{ ...s, before: list(s.before), body: list(s.body), step: list(s.step) }];
      case "block":
        return [{ ...s, body: list(s.body) }];
      default:
        return [s];
    }
  });
}

function countMentions(statements: readonly LaneStatement[], name: string): number {
  let count = 0;
  visitExpressions(statements, (e) => { if (e.kind === "local" && e.name === name) count++; });
  const targets = (list: readonly LaneStatement[]): void => list.forEach((s) => {
    if (s.kind === "assign" && s.target === name) count++;
    if (s.kind === "if") { targets(s.then); targets(s.else); }
    if (s.kind === "while") { targets(s.before); targets(s.body); targets(s.step); }
    if (s.kind === "block") targets(s.body);
  });
  targets(statements);
  return count;
}

/** Locals that a list of statements reads or assigns. */
export function mentionedIn(statements: readonly LaneStatement[]): Names {
  const names = assignedIn(statements);
  visitExpressions(statements, (e) => addReads(e, names));
  return names;
}
