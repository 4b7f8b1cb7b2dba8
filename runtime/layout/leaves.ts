// The leaves and rows that a rank holds of a loop that is folded along an axis: the shape in which a launch leaves them, and which
// subtrees of the canonical trees (tree.ts) they make.
//
//   loop [300, 5], block(0, align 8) on 2 ranks, axis 0   ->   leaves [38, 5]; rank 0 holds leaves 0 .. 18 of 38
//   loop [6, 300], cyclic(0) on 2 ranks, all axes         ->   leaves [6, 3]; rank 0 holds rows 0, 2, 4, three leaves each
import type { Placement, Shape } from "../abi.ts";
import { elementCount, shardParts } from "./shard.ts";
import { leafLength, sliceLeafLength, subtrees, type Subtree } from "./tree.ts";

/** How many consecutive positions of the axis make a leaf. */
export function leafLengthAlong(shape: Shape, axis: number): number {
  return axis === shape.length - 1 ? leafLength : sliceLeafLength;
}

/** The global shape of a loop's leaves. */
export function leafShape(shape: Shape, axis: number): number[] {
  return shape.map((extent, k) => (k === axis ? Math.ceil(extent / leafLengthAlong(shape, axis)) : extent));
}

/** The leaves of one rank: row-major, `outer` x `count` x `inner`. */
export interface HeldLeaves {
  readonly outer: number;
  /** Leaves `low .. low + count - 1` of `total`. */
  readonly low: number;
  readonly count: number;
  readonly total: number;
  readonly inner: number;
}

export function heldLeaves(shape: Shape, axis: number, placement: Placement, rank: number, np: number): HeldLeaves {
  const length = leafLengthAlong(shape, axis), parts = shardParts(shape, placement, rank, np), part = parts[axis]!, total = Math.ceil(shape[axis]! / length);
  const low = Math.ceil(part.start / length), end = part.start + part.count;
  const whole = part.step === 1 && part.start % length === 0 && (end % length === 0 || end === shape[axis]);
  // In a grid, leaves that may be combined in any order end where a rank's part ends.
  if (part.count > 0 && !whole && placement.kind !== "grid" && !(np === 1 && part.step === 1))
    throw new Error(`internal: a shard that holds positions ${part.start} .. ${end - 1} (step ${part.step}) of an axis of ${shape[axis]!} holds no whole leaves of ${length}`);
  const counts = parts.map((p) => p.count);
  return { outer: elementCount(counts.slice(0, axis)), low, count: Math.ceil(part.count / length), total, inner: elementCount(counts.slice(axis + 1)) };
}

/** Extents of one rank's buffer of leaves. */
export function storedLeafShape(shape: Shape, axis: number, placement: Placement, rank: number, np: number): number[] {
  const { count } = heldLeaves(shape, axis, placement, rank, np);
  return shardParts(shape, placement, rank, np).map((part, k) => (k === axis ? count : part.count));
}

/** Consecutive rows `low .. high - 1`. */
export interface Run {
  readonly low: number;
  readonly high: number;
}

/** Which rows (positions of all axes but the last, in row-major order) a rank holds, in ascending order, which is also the order of its buffer. */
export function heldRows(shape: Shape, placement: Placement, rank: number, np: number): Run[] {
  const rows = shape.slice(0, -1), parts = shardParts(shape, placement, rank, np).slice(0, -1), split = parts.findIndex((part, k) => part.count !== rows[k]);
  if (split < 0) return elementCount(rows) === 0 ? [] : [{ low: 0, high: elementCount(rows) }];
  const part = parts[split]!, before = elementCount(rows.slice(0, split)), after = elementCount(rows.slice(split + 1)), runs: Run[] = [];
  if (after === 0 || part.count === 0) return runs;
  for (let outer = 0; outer < before; outer++) {
    const first = (outer * rows[split]! + part.start) * after;
    if (part.step === 1) runs.push({ low: first, high: first + part.count * after });
    else for (let k = 0; k < part.count; k++) runs.push({ low: first + k * part.step * after, high: first + (k * part.step + 1) * after });
  }
  return runs;
}

/** The largest aligned subtrees of runs, in order. */
export function subtreesOf(runs: readonly Run[], total: number): Subtree[] {
  return runs.flatMap((run) => subtrees(run.low, run.high, total));
}
