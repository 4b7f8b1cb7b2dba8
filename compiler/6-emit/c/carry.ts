// Scans whose kernel carries from leaf to leaf: the steps of runtime/layout/carryChain.ts in C. The state of each field are `carryLevels` subtrees and as many carries,
// in a buffer of the accumulator's type; it is read only where an earlier leaf, or who called, has written it.
//
//   before a row    carry = m ? state[levels + lowest digit of m] : identity          m: the number of the row's first leaf
//   after leaf m    total = subtree of the lowest digit of m + 1; carry = what goes before that, combined with it
import { carryLevels } from "../../../runtime/abi.ts";
import type { LaneAccumulator, LaneNest, LanePass } from "../../ir/lanes.ts";
import { stored } from "./memory.ts";
import type { StatementPrinter } from "./statements.ts";
import { printStatements } from "./statements.ts";
import type { CWriter } from "./writer.ts";
import { braces, line, localName } from "./writer.ts";

/** The state's number `at` of an accumulator's field. */
function stateAt(nest: LaneNest, a: LaneAccumulator, field: number, at: string): string {
  const { name, dtype } = nest.buffers[a.carry![field]!.state]!;
  return `((${stored[dtype]} *)${name}$base)[${at}]`;
}

export function printCarryOfRow(writer: CWriter, nest: LaneNest, pass: LanePass, printer: StatementPrinter): void {
  for (const a of pass.accumulators) a.carry?.forEach(({ local }, k) => {
    braces(writer, `if (start$${pass.axis} < ${pass.length})`, () => printer.assign({ kind: "assign", target: local, value: a.fields[k]!.identity }));
    braces(writer, "else", () => line(writer, `${localName(local)} = ${stateAt(nest, a, k, `${carryLevels} + __builtin_ctz((u32)start$${pass.axis} / ${pass.length})`)};`));
  });
}

export function printCarryOfLeaf(writer: CWriter, nest: LaneNest, pass: LanePass, printer: StatementPrinter): void {
  for (const a of pass.accumulators) if (a.carry) {
    const state = (k: number, at: string): string => stateAt(nest, a, k, at);
    const combine = (at: string): void => {
      a.fields.forEach(({ left, right, value }, k) => line(writer, `${localName(left)} = ${state(k, at)};`, `${localName(right)} = ${localName(value)};`));
      printStatements(writer, printer, a.combine);
    };
    braces(writer, "", () => {
      line(writer, `u32 leaf = (u32)(start$${pass.axis} + leaf$${pass.axis}) / ${pass.length}, before = leaf & (leaf + 1);`, "int level = 0;");
      braces(writer, "for (; leaf >> level & 1; level++)", () => combine("level"));
      a.fields.forEach(({ value }, k) => line(writer, `${state(k, "level")} = ${localName(value)};`));
      braces(writer, "if (before)", () => combine(`${carryLevels} + __builtin_ctz(before)`));
      a.fields.forEach(({ value }, k) => line(writer, `${state(k, `${carryLevels} + level`)} = ${localName(a.carry![k]!.local)} = ${localName(value)};`));
    });
  }
}
