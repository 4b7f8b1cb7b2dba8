// The loops around a pass: positions, running pointers, accumulators' leaves. `levels.ts` says which loops; the code inside is printed by the caller.
//
//   each 1   for (p$1 = 0, in0$p1 = in0$p0; p$1 < count$1; in0$p1 += in0$s1, p$1 += 1) { ... }
import type { LaneBuffer, LaneNest, LanePass } from "../../ir/lanes.ts";
import { bytesOf } from "../../ir/types.ts";
import type { Level } from "../levels.ts";
import { axisOf, constantOffsets, isMapped, levelsOf, movementOf, rowDepth } from "../levels.ts";
import { visitExpressions } from "../../ir/laneWalks.ts";
import { buffersOf } from "../visit.ts";
import { captureName, insideName, pointerAt, pointerName } from "./memory.ts";
import type { CWriter } from "./writer.ts";
import { braces, declare, line } from "./writer.ts";

export const strideName = (buffer: string, axis: number): string => `${buffer}$s${axis}`;

/** The kernel's arguments (the head of `runtime/abi.ts`), strides in bytes; offsets that halos serve are in the base already. */
export function printPrologue(writer: CWriter, nest: LaneNest): void {
  let k = 0;
  const number = (type: string): string => `(${type})numbers[${k++}]`;
  for (let axis = 0; axis < nest.ndim; axis++) line(writer, `const i32 count$${axis} = ${number("i32")}, start$${axis} = ${number("i32")}, step$${axis} = ${number("i32")}, extent$${axis} = ${number("i32")};`);
  for (const { name, dtype } of nest.buffers) {
    line(writer, `char *${name}$base = memory + ${number("i64")};`);
    for (let axis = 0; axis < nest.ndim; axis++) line(writer, `const i64 ${strideName(name, axis)} = ${number("i64")} * ${bytesOf[dtype]};`);
  }
  for (const capture of nest.captures) line(writer, `const f64 ${captureName(capture)} = numbers[${k++}];`);
  for (const buffer of nest.buffers) for (const { loop, offset } of constantOffsets(buffer)) line(writer, `${buffer.name}$base += ${offset} * ${strideName(buffer.name, loop)};`);
  const mapped = new Set(nest.buffers.flatMap((b) => b.axes.filter((a) => isMapped(b, a.loop)).map((a) => a.loop)));
  // Where an axis is not whole, positions outside are halo.
  for (const axis of mapped) line(writer, `const int halo$${axis} = count$${axis} != extent$${axis};`);
}

/** The loops of a pass. `wideDepth`: the level that walks groups of neighbouring positions, if it does. */
export interface PassLoops {
  readonly levels: readonly Level[];
  /** The level that walks the elements of the last axis; -1 where there is none. */
  readonly lastDepth: number;
  /** Prints the loops from `depth` on, `inner` inside the innermost. */
  print(depth: number, inner: () => void, wideDepth?: number): void;
  /** The loop of one level from where its position is. `onTrip` comes first on every trip. */
  walk(depth: number, inner: () => void, wideDepth?: number, onTrip?: () => void): void;
  /** Before the first position of a level. */
  enter(depth: number, wideDepth?: number): void;
  /** Pointers that cannot run, at the start of each position. */
  locate(depth: number, wideDepth?: number): void;
  /** What moves to the next position of a level: pointers and index. */
  advance(depth: number, wideDepth?: number): void;
  /** Pointers and index for a position that was set by hand. */
  jump(depth: number): void;
}

/** `around` prints one level, given the usual way to do so. */
export function passLoops(writer: CWriter, nest: LaneNest, pass: LanePass, printRow: (depth: number) => void, around: (depth: number, loop: () => void, inner: () => void, wideDepth: number) => void): PassLoops {
  const levels = levelsOf(nest, pass), buffers = buffersOf(nest, pass), used = usedIndices(pass), row = rowDepth(nest, levels), last = nest.ndim - 1;
  const fromOf = ({ kind, axis }: Level): string => (kind === "within" ? `leaf$${axis}` : "0");
  const enter = (depth: number, wideDepth = Infinity): void => {
    const level = levels[depth]!, { axis, kind, length } = level, from = fromOf(level);
    line(writer, `${declare(writer, positionName(level), "i32")} = ${from};`);
    if (kind === "within") line(writer, `${declare(writer, `end$${axis}`, "i32")} = i32_min(${from} + ${length}, count$${axis});`);
    if (kind !== "leaves" && used.has(axis)) line(writer, `${declare(writer, `i$${axis}`, "i32")} = start$${axis}${kind === "within" ? ` + ${from} * step$${axis}` : ""};`);
    for (const buffer of buffers) {
      const movement = movementOf(buffer, level);
      if (movement.kind === "none") continue;
      const own = declare(writer, pointerName(buffer, depth, wideDepth), "char *");
      if (movement.kind === "running") line(writer, `${own} = ${pointerAt(buffer, levels, depth - 1, wideDepth)};`);
    }
  };
  const locate = (depth: number, wideDepth = Infinity): void => {
    const { axis } = levels[depth]!;
    for (const buffer of buffers) {
      if (movementOf(buffer, levels[depth]!).kind !== "computed") continue;
      const { offset, per } = axisOf(buffer, axis)!, position = offset === 0 ? `p$${axis}` : `(p$${axis} + ${offset})`;
      const inside = isMapped(buffer, axis) ? insideArray(writer, buffer, axis, position) : position;
      // Positions may be negative in a halo, where a shift rounds down as it should.
      const at = per === 1 ? inside : Number.isInteger(Math.log2(per)) ? `(${inside} >> ${Math.log2(per)})` : `(${inside} / ${per})`;
      line(writer, `${pointerName(buffer, depth, wideDepth)} = ${pointerAt(buffer, levels, depth - 1, wideDepth)} + ${at} * ${strideName(buffer.name, axis)};`);
    }
  };
  const advance = (depth: number, wideDepth = Infinity): void => {
    const { axis, kind } = levels[depth]!;
    for (const buffer of buffers) {
      const movement = movementOf(buffer, levels[depth]!);
      if (movement.kind === "running") line(writer, `${pointerName(buffer, depth, wideDepth)} += ${movement.strides === 1 ? "" : `${movement.strides} * `}${strideName(buffer.name, axis)};`);
    }
    if (kind !== "leaves" && used.has(axis)) line(writer, `i$${axis} += step$${axis};`);
  };
  const jump = (depth: number): void => {
    const level = levels[depth]!, { axis } = level, position = positionName(level), moved = level.kind === "within" ? `(${position} - ${fromOf(level)})` : position;
    for (const buffer of buffers) {
      if (movementOf(buffer, level).kind !== "running") continue;
      line(writer, `${pointerName(buffer, depth)} = ${pointerAt(buffer, levels, depth - 1)} + ${moved} * ${strideName(buffer.name, axis)};`);
    }
    if (used.has(axis)) line(writer, `i$${axis} = start$${axis} + ${position} * step$${axis};`);
  };
  const walk = (depth: number, inner: () => void, wideDepth = Infinity, onTrip?: () => void): void => {
    const level = levels[depth]!, position = positionName(level);
    braces(writer, "for (;;)", () => {
      onTrip?.();
      line(writer, `if (!(${position} < ${endOf(level)})) break;`);
      locate(depth, wideDepth);
      print(depth + 1, inner, wideDepth);
      advance(depth, wideDepth);
      line(writer, `${position} += ${level.kind === "leaves" ? level.length : 1};`);
    });
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
function insideArray(writer: CWriter, buffer: LaneBuffer, axis: number, position: string): string {
  const inside = `((u32)${position} < (u32)count$${axis} | halo$${axis})`, { kind } = buffer.boundary!;
  if (kind === "value") line(writer, `${declare(writer, insideName(buffer, axis), "int")} = ${inside};`);
  return `(${inside} ? ${position} : ${kind === "value" ? "clamp" : kind}(${position}, count$${axis}))`;
}

export const positionName = (level: Level): string => `${level.kind === "leaves" ? "leaf" : "p"}$${level.axis}`;
export const endOf = (level: Level): string => `${level.kind === "within" ? "end" : "count"}$${level.axis}`;
