// The loops around a pass: positions, running addresses, accumulators' leaves. `levels.ts` says which loops; the code inside is printed by the caller.
//
//   each 1   (local.set $p$1 0) (local.set $in0$p1 $in0$p0) (loop ... body ... $in0$p1 += stride, $p$1 += 1)
import type { LaneBuffer, LaneNest, LanePass } from "../../ir/lanes.ts";
import { bytesOf } from "../../ir/types.ts";
import type { Level } from "../levels.ts";
import { axisOf, constantOffsets, isMapped, levelsOf, movementOf, rowDepth } from "../levels.ts";
import { visitExpressions } from "../../ir/laneWalks.ts";
import { buffersOf } from "../visit.ts";
import { insideName, pointerAt, pointerName } from "./memory.ts";
import type { FunctionWriter } from "./writer.ts";
import { declare, nested, watName, write } from "./writer.ts";

const get = (name: string): string => `(local.get ${watName(name)})`;
const strideName = (buffer: string, axis: number): string => `${buffer}$s${axis}`;

/** Strides become bytes; offsets that halos serve go into the base; where an axis is not whole, positions outside are halo. */
export function printPrologue(writer: FunctionWriter, nest: LaneNest): void {
  for (const buffer of nest.buffers) {
    const shift = Math.log2(bytesOf[buffer.dtype]);
    // Two axes that one loop walks (a diagonal) have one stride.
    for (const loop of new Set(buffer.axes.map((a) => a.loop))) {
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

/** The loops of a pass. `wideDepth`: the level that walks groups of neighbouring positions, if it does. */
export interface PassLoops {
  readonly levels: readonly Level[];
  /** The level that walks the elements of the last axis; -1 where there is none. */
  readonly lastDepth: number;
  /** Prints the loops from `depth` on, `inner` inside the innermost. */
  print(depth: number, inner: () => void, wideDepth?: number): void;
  /** The loop of one level; its locals are set. `onTrip` comes first on every trip. */
  walk(depth: number, inner: () => void, wideDepth?: number, onTrip?: () => void): void;
  /** Before the first position of a level. */
  enter(depth: number, wideDepth?: number): void;
  /** Addresses that cannot run, at the start of each position. */
  locate(depth: number, wideDepth?: number): void;
  /** Moves to the next position of a level: addresses and index. */
  advance(depth: number, wideDepth?: number): void;
  /** Addresses and index for a position that was set by hand. */
  jump(depth: number): void;
}

/** `around` prints one level, given the usual way to do so. */
export function passLoops(writer: FunctionWriter, nest: LaneNest, pass: LanePass, printRow: (depth: number) => void, around: (depth: number, loop: () => void, inner: () => void, wideDepth: number) => void): PassLoops {
  const levels = levelsOf(nest, pass), buffers = buffersOf(nest, pass), used = usedIndices(pass), row = rowDepth(nest, levels), last = nest.ndim - 1;
  const fromOf = ({ kind, axis }: Level): string => (kind === "within" ? get(`leaf$${axis}`) : "(i32.const 0)");
  const enter = (depth: number, wideDepth = Infinity): void => {
    const level = levels[depth]!, { axis, kind, length } = level, from = fromOf(level);
    write(writer, `(local.set ${declare(writer, positionName(level), "i32")} ${from})`);
    if (kind === "within") {
      const end = declare(writer, `end$${axis}`, "i32");
      write(writer, `(local.set ${end} (i32.add ${from} (i32.const ${length})))`, `(local.set ${end} ${minimum(`(local.get ${end})`, `(local.get $count$${axis})`)})`);
    }
    if (kind !== "leaves" && used.has(axis)) {
      const start = kind === "within" ? `(i32.add (local.get $start$${axis}) (i32.mul ${from} (local.get $step$${axis})))` : `(local.get $start$${axis})`;
      write(writer, `(local.set ${declare(writer, `i$${axis}`, "i32")} ${start})`);
    }
    for (const buffer of buffers) {
      const movement = movementOf(buffer, level);
      if (movement.kind === "none") continue;
      const own = declare(writer, pointerName(buffer, depth, wideDepth), "i32");
      if (movement.kind === "running") write(writer, `(local.set ${own} ${get(pointerAt(buffer, levels, depth - 1, wideDepth))})`);
    }
  };
  const locate = (depth: number, wideDepth = Infinity): void => {
    const { axis } = levels[depth]!;
    for (const buffer of buffers) {
      if (movementOf(buffer, levels[depth]!).kind !== "computed") continue;
      const { offset, per } = axisOf(buffer, axis)!, position = offset === 0 ? get(`p$${axis}`) : `(i32.add ${get(`p$${axis}`)} (i32.const ${offset}))`;
      const inside = isMapped(buffer, axis) ? insideArray(writer, buffer, axis, position) : position;
      // Positions may be negative in a halo, where a shift rounds down as it should.
      const at = per === 1 ? inside : Number.isInteger(Math.log2(per)) ? `(i32.shr_s ${inside} (i32.const ${Math.log2(per)}))` : `(i32.div_s ${inside} (i32.const ${per}))`;
      write(writer, `(local.set ${watName(pointerName(buffer, depth, wideDepth))} (i32.add ${get(pointerAt(buffer, levels, depth - 1, wideDepth))} (i32.mul ${at} ${get(strideName(buffer.name, axis))})))`);
    }
  };
  const advance = (depth: number, wideDepth = Infinity): void => {
    const { axis, kind } = levels[depth]!;
    for (const buffer of buffers) {
      const movement = movementOf(buffer, levels[depth]!);
      if (movement.kind !== "running") continue;
      const own = watName(pointerName(buffer, depth, wideDepth)), stride = get(strideName(buffer.name, axis));
      write(writer, `(local.set ${own} (i32.add (local.get ${own}) ${movement.strides === 1 ? stride : `(i32.mul ${stride} (i32.const ${movement.strides}))`}))`);
    }
    if (kind !== "leaves" && used.has(axis)) write(writer, `(local.set $i$${axis} (i32.add (local.get $i$${axis}) (local.get $step$${axis})))`);
  };
  const jump = (depth: number): void => {
    const level = levels[depth]!, { axis } = level, position = get(positionName(level)), moved = level.kind === "within" ? `(i32.sub ${position} ${fromOf(level)})` : position;
    for (const buffer of buffers) {
      if (movementOf(buffer, level).kind !== "running") continue;
      write(writer, `(local.set ${watName(pointerName(buffer, depth, Infinity))} (i32.add ${get(pointerAt(buffer, levels, depth - 1))} (i32.mul ${moved} ${get(strideName(buffer.name, axis))})))`);
    }
    if (used.has(axis)) write(writer, `(local.set $i$${axis} (i32.add (local.get $start$${axis}) (i32.mul ${position} (local.get $step$${axis}))))`);
  };
  const walk = (depth: number, inner: () => void, wideDepth = Infinity, onTrip?: () => void): void => {
    const level = levels[depth]!, position = watName(positionName(level)), end = endOf(level), name = `${position}.${depth >= wideDepth ? "wide" : "loop"}${depth}`;
    const test = `(i32.lt_s (local.get ${position}) ${end})`, trip = (): void => {
      locate(depth, wideDepth);
      print(depth + 1, inner, wideDepth);
      advance(depth, wideDepth);
    };
    const next = `(i32.add (local.get ${position}) (i32.const ${level.kind === "leaves" ? level.length : 1}))`;
    if (onTrip) {
      nested(writer, `(loop ${name}`, () => {
        onTrip();
        nested(writer, `(if ${test}`, () => nested(writer, "(then", () => {
          trip();
          write(writer, `(local.set ${position} ${next})`, `(br ${name})`);
        }));
      });
    } else {
      nested(writer, `(if ${test}`, () => nested(writer, "(then", () => nested(writer, `(loop ${name}`, () => {
        trip();
        write(writer, `(br_if ${name} (i32.lt_s (local.tee ${position} ${next}) ${end}))`);
      })));
    }
  };
  const print = (depth: number, inner: () => void, wideDepth = Infinity): void => {
    if (depth === row) printRow(depth - 1);
    if (!levels[depth]) return inner();
    around(depth, () => { enter(depth, wideDepth); walk(depth, inner, wideDepth); }, inner, wideDepth);
  };
  return { levels, lastDepth: levels.findIndex((l) => l.axis === last && l.kind !== "leaves"), print, walk, enter, locate, advance, jump };
}

/** Axes whose index some code of the pass reads. */
function usedIndices(pass: LanePass): ReadonlySet<number> {
  const used = new Set<number>();
  for (const code of [pass.scalar, ...(pass.wide ? [pass.wide] : [])]) visitExpressions([...code.row, ...code.body], (e) => e.kind === "index" && used.add(e.axis));
  return used;
}

/** The position inside the array that a position outside of it means, where this rank holds the whole axis. */
function insideArray(writer: FunctionWriter, buffer: LaneBuffer, axis: number, position: string): string {
  const q = declare(writer, `q$${axis}`, "i32"), kind = buffer.boundary!.kind === "value" ? "clamp" : buffer.boundary!.kind;
  const inside = `(i32.or (i32.lt_u (local.get ${q}) (local.get $count$${axis})) ${get(`halo$${axis}`)})`;
  write(writer, `(local.set ${q} ${position})`);
  if (buffer.boundary!.kind === "value") write(writer, `(local.set ${declare(writer, insideName(buffer, axis), "i32")} ${inside})`);
  writer.routines.add(kind);
  return `(if (result i32) ${inside} (then (local.get ${q})) (else (call $${kind} (local.get ${q}) (local.get $count$${axis}))))`;
}

export const minimum = (a: string, b: string): string => `(select ${a} ${b} (i32.lt_s ${a} ${b}))`;
export const maximum = (a: string, b: string): string => `(select ${a} ${b} (i32.gt_s ${a} ${b}))`;
export const positionName = (level: Level): string => `${level.kind === "leaves" ? "leaf" : "p"}$${level.axis}`;
export const endOf = (level: Level): string => (level.kind === "within" ? get(`end$${level.axis}`) : `(local.get $count$${level.axis})`);
