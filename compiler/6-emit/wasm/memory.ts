// Loads and stores of one element: where a buffer's address is at the current position, and which instruction its dtype needs.
//
//   u8 at depth 1   ->   (i32.load8_u (local.get $in0$p1))
//
// An element outside the array is the boundary's constant: the address then is some element's inside, and `select` drops what it holds.
import type { LaneBuffer, LaneNest } from "../../ir/lanes.ts";
import { bytesOf } from "../../ir/types.ts";
import type { DType } from "../../ir/types.ts";
import type { Level } from "../levels.ts";
import { isMapped, movementOf } from "../levels.ts";
import type { ScalarPlaces } from "./scalar.ts";
import { scalarExpression } from "./scalar.ts";
import type { FunctionWriter } from "./writer.ts";
import { watName } from "./writer.ts";

export const loads: Readonly<Record<DType, string>> = { f64: "f64.load", f32: "f32.load", i32: "i32.load", u32: "i32.load", i16: "i32.load16_s", u16: "i32.load16_u", i8: "i32.load8_s", u8: "i32.load8_u", bool: "i32.load8_u" };
export const stores: Readonly<Record<DType, string>> = { f64: "f64.store", f32: "f32.store", i32: "i32.store", u32: "i32.store", i16: "i32.store16", u16: "i32.store16", i8: "i32.store8", u8: "i32.store8", bool: "i32.store8" };

/**
 * The local that holds a buffer's address inside the levels up to `depth`: the innermost along which it moves has set it. From `wideDepth` on, loops
 * walk groups of neighbouring positions and have addresses of their own.
 */
export function pointerAt(buffer: LaneBuffer, levels: readonly Level[], depth: number, wideDepth = Infinity): string {
  for (let d = depth; d >= 0; d--) if (movementOf(buffer, levels[d]!).kind !== "none") return pointerName(buffer, d, wideDepth);
  return `${buffer.name}$base`;
}

export const pointerName = (buffer: LaneBuffer, depth: number, wideDepth: number): string => `${buffer.name}$${depth >= wideDepth ? "w" : "p"}${depth}`;

/** Whether the position along a mapped axis lies inside the array. */
export const insideName = (buffer: LaneBuffer, axis: number): string => `${buffer.name}$inside${axis}`;

/** Where a body finds its values: `depth` is that of the loop it stands in. */
export function placesAt(writer: FunctionWriter, nest: LaneNest, levels: readonly Level[], depth: number, wideDepth = Infinity): ScalarPlaces & { store(buffer: number, value: string): string } {
  const pointer = (buffer: LaneBuffer): string => `(local.get ${watName(pointerAt(buffer, levels, depth, wideDepth))})`;
  const places: ScalarPlaces & { store(buffer: number, value: string): string } = {
    load: (b) => {
      const buffer = nest.buffers[b]!, loaded = `(${loads[buffer.dtype]} ${pointer(buffer)})`;
      if (buffer.boundary?.kind !== "value") return loaded;
      const inside = insideTest(buffer, () => true);
      return inside === undefined ? loaded : `(select ${loaded} ${scalarExpression(writer, places, buffer.boundary.value)} ${inside})`;
    },
    read: (b, position) => {
      const buffer = nest.buffers[b]!;
      return `(${loads[buffer.dtype]} ${elementAddress(buffer, position)})`;
    },
    index: (axis) => `(local.get $i$${axis})`,
    capture: (k) => `(local.get ${watName(nest.captures[k]!)})`,
    store: (b, value) => `(${stores[nest.buffers[b]!.dtype]} ${pointer(nest.buffers[b]!)} ${value})`,
  };
  return places;
}

/** Where the element at a row-major position is. */
export function elementAddress({ name, dtype }: LaneBuffer, position: string): string {
  const shift = Math.log2(bytesOf[dtype]);
  return `(i32.add (local.get ${watName(`${name}$base`)}) ${shift === 0 ? position : `(i32.shl ${position} (i32.const ${shift}))`})`;
}

/** Whether the position lies inside the array along those mapped axes that count; undefined if there are none. */
export function insideTest(buffer: LaneBuffer, counts: (axis: number) => boolean): string | undefined {
  const flags = buffer.axes.filter((a) => isMapped(buffer, a.loop) && counts(a.loop)).map((a) => `(local.get ${watName(insideName(buffer, a.loop))})`);
  return flags.length === 0 ? undefined : flags.reduce((a, b) => `(i32.and ${a} ${b})`);
}
