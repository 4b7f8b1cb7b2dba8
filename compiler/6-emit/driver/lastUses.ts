// After which statement of its block an array is not used any more, so that its memory is free before the scope ends: a straight program needs the memory
// of what it still uses, not of all it ever made.
//
//   %1 = generate; %2 = map %1; effect print %2     drop %1 after the map, %2 after the print
//
// Not dropped: results, what a loop's test hands to its body, and what a slot holds (a read makes nothing).
import { blocksOf, statementsIn } from "../../ir/blocks.ts";
import type { Block, Statement } from "../../ir/host.ts";
import { outputsOf, usedBy } from "../../ir/localUses.ts";
import type { LocalNode, LocalProgram } from "../../ir/spmd.ts";
import type { ValueId } from "../../ir/types.ts";

export type LastUses = ReadonlyMap<Statement<LocalNode>, readonly ValueId[]>;

export function lastUses(program: LocalProgram): LastUses {
  const exported = new Set(program.results.flatMap((result) => (result.kind === "array" ? [result.value] : []))), found = new Map<Statement<LocalNode>, ValueId[]>();
  const visit = (block: Block<LocalNode>, handsOn: boolean): void => {
    const last = new Map<ValueId, Statement<LocalNode>>();
    for (const statement of block) {
      for (const inner of statementsIn([statement])) for (const value of usedBy(inner)) if (last.has(value)) last.set(value, statement);
      if (!handsOn && statement.kind === "array") for (const { value } of outputsOf(statement.node)) if (!exported.has(value)) last.set(value, statement);
      for (const inner of blocksOf(statement)) visit(inner, statement.kind === "while" && inner === statement.before);
    }
    for (const [value, statement] of last) found.set(statement, [...(found.get(statement) ?? []), value]);
  };
  visit(program.body, false);
  return found;
}
