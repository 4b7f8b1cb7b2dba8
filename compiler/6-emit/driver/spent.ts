// What a slot holds is not wanted any more when it is going to get another value and nobody reads it before: then the array that becomes its value may have the
// memory of the old one, or finds it free.
//
//   %4 = read u; %5 = launch(%4); write u = %5         the launch may put its output where %4 is
//   %5 = launch(%3); write u = %5                      u lets go before the launch: a loop needs no memory for both
//
// What is printed as one call (a scan) lets go of slots before its first statement only. Nothing between may leave the block: a slot has a value whenever it is read.
import { blocksOf, statementsIn } from "../../ir/blocks.ts";
import type { Block, Statement } from "../../ir/host.ts";
import { movesOf, usedBy } from "../../ir/localUses.ts";
import type { LocalNode, LocalProgram } from "../../ir/spmd.ts";
import type { ValueId } from "../../ir/types.ts";

type HostStatement = Statement<LocalNode>;

export interface Spent {
  /** Values of slots that this launch is the last to read. */
  readonly inputs: ReadonlyMap<HostStatement, ReadonlySet<ValueId>>;
  /** Slots that let go before this statement. */
  readonly slots: ReadonlyMap<HostStatement, readonly string[]>;
}

export function spentSlots(program: LocalProgram): Spent {
  const inputs = new Map<HostStatement, Set<ValueId>>(), slots = new Map<HostStatement, string[]>(), readers = valuesOf(program);
  const visit = (block: Block<LocalNode>): void => {
    block.forEach((write, at) => {
      for (const inner of blocksOf(write)) visit(inner);
      if (write.kind !== "write") return;
      const held = readers.get(write.slot) ?? new Set<ValueId>(), uses = (s: HostStatement): boolean => usedBy(s).some((value) => held.has(value));
      let first: HostStatement | undefined;
      for (let k = at - (uses(write) ? at + 1 : 1); k >= 0; k--) {
        const s = block[k]!;
        if (!passesOn(s) || ((s.kind === "read" || s.kind === "write") && s.slot === write.slot)) break;
        if (uses(s)) {
          if (s.kind === "array" && s.node.kind === "launch") inputs.set(s, new Set([...(inputs.get(s) ?? []), ...held]));
          break;
        }
        if (s.kind === "array") first = s;
      }
      if (first) slots.set(first, [...(slots.get(first) ?? []), write.slot]);
    });
  };
  visit(program.body);
  return { inputs, slots };
}

/** After this statement comes the next one of its block. */
const passesOn = (s: HostStatement): boolean => s.kind === "array" || s.kind === "scalar" || s.kind === "extent" || s.kind === "read" || s.kind === "write" || s.kind === "host";

/** What is read from each slot, and what may share its memory. */
function valuesOf(program: LocalProgram): ReadonlyMap<string, ReadonlySet<ValueId>> {
  const found = new Map<string, Set<ValueId>>(), all = [...statementsIn(program.body)];
  for (const s of all) if (s.kind === "read") found.set(s.slot, (found.get(s.slot) ?? new Set<ValueId>()).add(s.result));
  for (const s of all) if (s.kind === "array") for (const { input, result } of movesOf(s.node)) for (const values of found.values()) if (values.has(input)) values.add(result.value);
  return found;
}
