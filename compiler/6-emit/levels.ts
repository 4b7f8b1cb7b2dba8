// The loops around a pass's code, outermost first: pure facts that the printers share.
//
//   any, 2 axes                 each 0, each 1
//   leaf along axis 1           each 0, leaves 1, within 1          accumulators start and end inside `leaves 1`
//   sequence along axis 0       leaves 0, each 1, within 0          ... inside `each 1`
//
// A buffer's address moves along a level by `stepOf` elements a trip, so that no loop multiplies; where it cannot (a boundary, an unusual `per`),
// its contribution is computed at each position.
import type { LaneBuffer, LaneNest, LanePass } from "../ir/lanes.ts";

export interface Level {
  readonly axis: number;
  /** `leaves` walks leaf by leaf, `within` the elements of the current leaf, `each` the whole axis. */
  readonly kind: "each" | "leaves" | "within";
  readonly length: number;
}

export function levelsOf(nest: LaneNest, pass: LanePass): readonly Level[] {
  const last = nest.ndim - 1, each = (axis: number): Level => ({ axis, kind: "each", length: 1 });
  const axes = Array.from({ length: nest.ndim }, (_, axis) => axis);
  const leafwise = (axis: number, length: number, between: readonly Level[]): Level[] => [{ axis, kind: "leaves", length }, ...between, { axis, kind: "within", length }];
  if (pass.order !== "any") {
    if (pass.axis === last) return [...axes.slice(0, last).map(each), ...leafwise(last, pass.length, [])];
    return [...axes.filter((a) => a !== last && a !== pass.axis).map(each), ...leafwise(pass.axis, pass.length, [each(last)])];
  }
  const per = leafLengthOf(nest, last);
  return per > 1 ? [...axes.slice(0, last).map(each), ...leafwise(last, per, [])] : axes.map(each);
}

/** Where inputs hold one element a leaf of the last axis, positions are walked leaf by leaf too: their address stays while the leaf lasts. */
function leafLengthOf(nest: LaneNest, axis: number): number {
  return Math.max(1, ...nest.buffers.map((b) => axisOf(b, axis)?.per ?? 1));
}

export const axisOf = (buffer: LaneBuffer, loop: number) => buffer.axes.find((a) => a.loop === loop);

/** How a buffer's address changes from one trip of a level to the next: by `strides` times the axis's stride, or computed anew. */
export type Movement = { readonly kind: "none" } | { readonly kind: "running"; readonly strides: number } | { readonly kind: "computed" };

export function movementOf(buffer: LaneBuffer, level: Level): Movement {
  const axis = axisOf(buffer, level.axis);
  if (!axis) return { kind: "none" };
  if (isMapped(buffer, level.axis) || (axis.per > 1 && (axis.offset !== 0 || level.kind === "each" || axis.per !== level.length))) {
    return level.kind === "leaves" ? { kind: "none" } : { kind: "computed" };
  }
  if (level.kind === "leaves") return { kind: "running", strides: axis.per > 1 ? 1 : level.length };
  return axis.per > 1 ? { kind: "none" } : { kind: "running", strides: 1 };
}

/** An offset that may leave the array along an axis which this rank holds whole. */
export const isMapped = (buffer: LaneBuffer, loop: number): boolean => buffer.boundary !== undefined && (axisOf(buffer, loop)?.offset ?? 0) !== 0;

/** Constant part of the address, for offsets that halos serve: elements along each axis. */
export const constantOffsets = (buffer: LaneBuffer): readonly { readonly loop: number; readonly offset: number }[] =>
  buffer.axes.filter((a) => a.offset !== 0 && a.per === 1 && !isMapped(buffer, a.loop));

/** The level inside which accumulators start and end: all but the last. -1: outside of every loop. */
export const accumulatorDepth = (levels: readonly Level[]): number => levels.length - 2;

/** The first level that walks the last axis: code done once a row goes before it. */
export const rowDepth = (nest: LaneNest, levels: readonly Level[]): number => Math.max(0, levels.findIndex((l) => l.axis === nest.ndim - 1));
