// The loops around a pass: positions, running addresses, accumulators' leaves. `levels.ts` says which loops; the code inside is printed by the caller.
//
//   each 1   (local.set $p$1 0) (local.set $in0$p1 $in0$p0) (loop ... body ... $in0$p1 += stride, $p$1 += 1)
import type { LaneNest, LanePass } from "../../ir/lanes.ts";
import { bytesOf } from "../../ir/types.ts";
import type { Level } from "../levels.ts";
import { axisOf, constantOffsets, isMapped, levelsOf, movementOf, rowDepth } from "../levels.ts";
import { visitExpressions } from "../visit.ts";
import { insideName, pointerAt } from "./memory.ts";
import type { FunctionWriter } from "./writer.ts";
import { declare, nested, watName, write } from "./writer.ts";

const get = (name: string): string => `(local.get ${watName(name)})`;
const strideName = (buffer: string, axis: number): string => `${buffer}$s${axis}`;

/** Strides become bytes; offsets that halos serve go into the base; where an axis is not whole, positions outside are halo. */
export function printPrologue(writer: FunctionWriter, nest: LaneNest): void {
  for (const buffer of nest.buffers) {
    const shift = Math.log2(bytesOf[buffer.dtype]);
    for (const { loop } of buffer.axes) {
      const stride = strideName(buffer.name, loop);
      if (shift > 0) write(writer, `(local.set ${watName(stride)} (i32.shl ${get(stride)} (i32.const ${shift})))`);
    }
    for (const { loop, offset } of constantOffsets(buffer)) {
      const base = watName(`${buffer.name}$base`);
      write(writer, `(local.set ${base} (i32.add (local.get ${base}) (i32.mul (i32.const ${offset}) ${get(strideName(buffer.name, loop))})))`);
    }
  }
  const mapped = new Set(nest.buffers.flatMap((b) => b.axes.filter((a) => isMapped(b, a.loop)).map((a) => a.loop)));
  for (const axis of mapped) write(writer, `(local.set ${declare(writer, `halo$${axis}`, "i32")} (i32.ne (local.get $count$${axis}) (local.get $extent$${axis})))`);
}

export interface PassLoops {
  readonly levels: readonly Level[];
  /** Prints the loops from `depth` on, `inner` inside the innermost. */
  print(depth: number, inner: () => void): void;
  /** Moves to the next position of a level: addresses and index. */
  advance(depth: number): void;
  /** Before the first position of a level. */
  enter(depth: number): void;
  /** Addresses that cannot run, at the start of each position. */
  locate(depth: number): void;
}

export function passLoops(writer: FunctionWriter, nest: LaneNest, pass: LanePass, printRow: () => void, around: (depth: number, loop: () => void) => void): PassLoops {
  const levels = levelsOf(nest, pass), used = new Set<number>();
  for (const code of [pass.scalar, ...(pass.wide ? [pass.wide] : [])]) visitExpressions([...code.row, ...code.body], (e) => e.kind === "index" && used.add(e.axis));
  const row = rowDepth(nest, levels);
  const enter = (depth: number): void => {
    const { axis, kind, length } = levels[depth]!, position = declare(writer, positionName(levels[depth]!), "i32");
    const from = kind === "within" ? get(`leaf$${axis}`) : "(i32.const 0)";
    write(writer, `(local.set ${position} ${from})`);
    if (kind === "within") {
      const end = declare(writer, `end$${axis}`, "i32"), whole = `(i32.add ${from} (i32.const ${length}))`;
      write(writer, `(local.set ${end} ${whole})`, `(local.set ${end} (select (local.get ${end}) (local.get $count$${axis}) (i32.lt_s (local.get ${end}) (local.get $count$${axis}))))`);
    }
    if (kind !== "leaves" && used.has(axis)) {
      const start = kind === "within" ? `(i32.add (local.get $start$${axis}) (i32.mul ${from} (local.get $step$${axis})))` : `(local.get $start$${axis})`;
      write(writer, `(local.set ${declare(writer, `i$${axis}`, "i32")} ${start})`);
    }
    for (const buffer of nest.buffers) {
      const movement = movementOf(buffer, levels[depth]!);
      if (movement.kind === "none") continue;
      const own = declare(writer, `${buffer.name}$p${depth}`, "i32");
      if (movement.kind === "running") write(writer, `(local.set ${own} ${get(pointerAt(buffer, levels, depth - 1))})`);
    }
  };
  const locate = (depth: number): void => {
    const { axis } = levels[depth]!;
    for (const buffer of nest.buffers) {
      if (movementOf(buffer, levels[depth]!).kind !== "computed") continue;
      const { offset, per } = axisOf(buffer, axis)!, position = offset === 0 ? get(`p$${axis}`) : `(i32.add ${get(`p$${axis}`)} (i32.const ${offset}))`;
      let at = position;
      if (isMapped(buffer, axis)) {
        const q = declare(writer, `q$${axis}`, "i32"), kind = buffer.boundary!.kind === "value" ? "clamp" : buffer.boundary!.kind;
        const inside = `(i32.or (i32.lt_u (local.get ${q}) (local.get $count$${axis})) ${get(`halo$${axis}`)})`;
        write(writer, `(local.set ${q} ${position})`);
        if (buffer.boundary!.kind === "value") write(writer, `(local.set ${declare(writer, insideName(buffer, axis), "i32")} ${inside})`);
        writer.routines.add(kind);
        at = `(if (result i32) ${inside} (then (local.get ${q})) (else (call $${kind} (local.get ${q}) (local.get $count$${axis}))))`;
      }
      // A shift would do for powers of two; positions may be negative in a halo, where a shift rounds down as it should.
      if (per > 1) at = Number.isInteger(Math.log2(per)) ? `(i32.shr_s ${at} (i32.const ${Math.log2(per)}))` : `(i32.div_s ${at} (i32.const ${per}))`;
      write(writer, `(local.set ${watName(`${buffer.name}$p${depth}`)} (i32.add ${get(pointerAt(buffer, levels, depth - 1))} (i32.mul ${at} ${get(strideName(buffer.name, axis))})))`);
    }
  };
  const advance = (depth: number): void => {
    const { axis, kind } = levels[depth]!;
    for (const buffer of nest.buffers) {
      const movement = movementOf(buffer, levels[depth]!);
      if (movement.kind !== "running") continue;
      const own = watName(`${buffer.name}$p${depth}`), stride = get(strideName(buffer.name, axis));
      write(writer, `(local.set ${own} (i32.add (local.get ${own}) ${movement.strides === 1 ? stride : `(i32.mul ${stride} (i32.const ${movement.strides}))`}))`);
    }
    if (kind !== "leaves" && used.has(axis)) write(writer, `(local.set $i$${axis} (i32.add (local.get $i$${axis}) (local.get $step$${axis})))`);
  };
  const print = (depth: number, inner: () => void): void => {
    if (depth === row) printRow();
    const level = levels[depth];
    if (!level) return inner();
    around(depth, () => {
      const position = watName(positionName(level)), end = level.kind === "within" ? get(`end$${level.axis}`) : `(local.get $count$${level.axis})`, name = `${position}.loop${depth}`;
      enter(depth);
      nested(writer, `(if (i32.lt_s (local.get ${position}) ${end})`, () =>
        nested(writer, "(then", () =>
          nested(writer, `(loop ${name}`, () => {
            locate(depth);
            print(depth + 1, inner);
            advance(depth);
            write(writer, `(br_if ${name} (i32.lt_s (local.tee ${position} (i32.add (local.get ${position}) (i32.const ${level.kind === "leaves" ? level.length : 1}))) ${end}))`);
          }),
        ),
      );
    });
  };
  return { levels, print, advance, enter, locate };
}

export const positionName = (level: Level): string => `${level.kind === "leaves" ? "leaf" : "p"}$${level.axis}`;
