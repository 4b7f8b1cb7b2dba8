// Reads of a slot whose value is still used after the slot has been given another one: the scope must hold them, since the slot lets go of its old
// value at a write. All others, nearly all, need nothing.
//
//   %4 = read u; %5 = map %4; write u = %5                     nothing to hold
//   %4 = read u; %5 = map %4; write u = %5; %6 = sub %5 %4     %4 is held
import { blocksOf, statementsIn } from "../../ir/blocks.ts";
import type { Block, Statement } from "../../ir/host.ts";
import { movesOf, usedBy } from "../../ir/localUses.ts";
import type { LocalNode, LocalProgram } from "../../ir/spmd.ts";
import type { ValueId } from "../../ir/types.ts";

export function heldReads(program: LocalProgram): ReadonlySet<ValueId> {
  const held = new Set<ValueId>();
  const exported = new Set(program.results.flatMap((result) => (result.kind === "array" ? [result.value] : [])));
  const visit = (block: Block<LocalNode>): void => {
    block.forEach((statement, at) => {
      if (statement.kind === "read" && mustHold(statement.result, statement.slot, block.slice(at + 1), exported)) held.add(statement.result);
      for (const inner of blocksOf(statement)) visit(inner);
    });
  };
  visit(program.body);
  return held;
}

function mustHold(value: ValueId, slot: string, rest: Block<LocalNode>, exported: ReadonlySet<ValueId>): boolean {
  const aliases = aliasesOf(value, rest);
  const uses = (statement: Statement<LocalNode>): boolean => [...statementsIn([statement])].some((inner) => usedBy(inner).some((used) => aliases.has(used)));
  const overwritten = rest.findIndex((statement) => [...statementsIn([statement])].some((inner) => inner.kind === "write" && inner.slot === slot));
  if (overwritten < 0) return false;
  const write = rest[overwritten]!;
  // Inside a loop or branch that writes the slot, any use may come after the write.
  return (write.kind !== "write" && uses(write)) || rest.slice(overwritten + 1).some(uses) || [...aliases].some((alias) => exported.has(alias));
}

/** The value and what may share its buffers: a reshard that has nothing to do gives its input. */
function aliasesOf(value: ValueId, block: Block<LocalNode>): ReadonlySet<ValueId> {
  const aliases = new Set([value]);
  for (const statement of statementsIn(block)) {
    if (statement.kind === "array") for (const { input, result } of movesOf(statement.node)) if (aliases.has(input)) aliases.add(result.value);
  }
  return aliases;
}
