// Scans whose kernel carries from leaf to leaf: the steps of runtime/layout/carryChain.ts in WebAssembly. The state of each field are `carryLevels` subtrees and as many
// carries, in a buffer of the accumulator's type; it is read only where an earlier leaf, or who called, has written it.
//
//   before a row    carry = m ? state[levels + lowest digit of m] : identity          m: the number of the row's first leaf
//   after leaf m    total = subtree of the lowest digit of m + 1; carry = what goes before that, combined with it
import { carryLevels } from "../../../runtime/abi.ts";
import type { LaneAccumulator, LaneNest, LanePass } from "../../ir/lanes.ts";
import { bytesOf } from "../../ir/types.ts";
import { loads, stores } from "./memory.ts";
import type { StatementPrinter } from "./statements.ts";
import { printStatements } from "./statements.ts";
import type { FunctionWriter } from "./writer.ts";
import { declare, nested, watName, write } from "./writer.ts";

export function printCarryOfRow(writer: FunctionWriter, nest: LaneNest, pass: LanePass, printer: StatementPrinter): void {
  const first = `(i32.div_u (local.get $start$${pass.axis}) (i32.const ${pass.length}))`;
  for (const a of pass.accumulators) a.carry?.forEach(({ local }, k) => nested(writer, `(if ${first}`, () => {
    nested(writer, "(then", () => write(writer, `(local.set ${watName(local)} ${stateAt(nest, a, k, `(i32.ctz ${first})`, carryLevels)})`));
    nested(writer, "(else", () => printer.assign({ kind: "assign", target: local, value: a.fields[k]!.identity }));
  }));
}

export function printCarryOfLeaf(writer: FunctionWriter, nest: LaneNest, pass: LanePass, printer: StatementPrinter): void {
  const { axis, length } = pass, leaf = declare(writer, "number$", "i32"), level = declare(writer, "level$", "i32"), before = declare(writer, "before$", "i32"), get = (name: string): string => `(local.get ${name})`;
  for (const a of pass.accumulators) if (a.carry) {
    const combine = (at: string, first: number): void => {
      a.fields.forEach(({ left, right, value }, k) => write(writer, `(local.set ${watName(left)} ${stateAt(nest, a, k, at, first)})`, `(local.set ${watName(right)} ${get(watName(value))})`));
      printStatements(writer, printer, a.combine);
    };
    write(writer, `(local.set ${leaf} (i32.div_u (i32.add (local.get $start$${axis}) (local.get $leaf$${axis})) (i32.const ${length})))`, `(local.set ${before} (i32.and ${get(leaf)} (i32.add ${get(leaf)} (i32.const 1))))`, `(local.set ${level} (i32.const 0))`);
    nested(writer, "(block $subtrees", () => nested(writer, "(loop $digits", () => {
      write(writer, `(br_if $subtrees (i32.eqz (i32.and (i32.shr_u ${get(leaf)} ${get(level)}) (i32.const 1))))`);
      combine(get(level), 0);
      write(writer, `(local.set ${level} (i32.add ${get(level)} (i32.const 1)))`, "(br $digits)");
    }));
    a.fields.forEach(({ value }, k) => write(writer, keep(nest, a, k, get(level), 0, get(watName(value)))));
    nested(writer, `(if ${get(before)}`, () => nested(writer, "(then", () => combine(`(i32.ctz ${get(before)})`, carryLevels)));
    a.fields.forEach(({ value }, k) => write(writer, `(local.set ${watName(a.carry![k]!.local)} ${get(watName(value))})`, keep(nest, a, k, get(level), carryLevels, get(watName(value)))));
  }
}

/** The address of the state's number `at` of an accumulator's field, `first` numbers on. */
function address(nest: LaneNest, a: LaneAccumulator, field: number, at: string): string {
  const { name, dtype } = nest.buffers[a.carry![field]!.state]!;
  return `(i32.add (local.get ${watName(`${name}$base`)}) (i32.shl ${at} (i32.const ${Math.log2(bytesOf[dtype])})))`;
}

const offset = (nest: LaneNest, a: LaneAccumulator, field: number, first: number): string => (first === 0 ? "" : `offset=${first * bytesOf[nest.buffers[a.carry![field]!.state]!.dtype]} `);

function stateAt(nest: LaneNest, a: LaneAccumulator, field: number, at: string, first: number): string {
  return `(${loads[nest.buffers[a.carry![field]!.state]!.dtype]} ${offset(nest, a, field, first)}${address(nest, a, field, at)})`;
}

function keep(nest: LaneNest, a: LaneAccumulator, field: number, at: string, first: number, value: string): string {
  return `(${stores[nest.buffers[a.carry![field]!.state]!.dtype]} ${offset(nest, a, field, first)}${address(nest, a, field, at)} ${value})`;
}
