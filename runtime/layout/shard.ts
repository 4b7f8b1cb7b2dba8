// What one rank holds of an array: along each axis an arithmetic progression of global positions, and how it is stored.
//
//   shape [10, 4], block(0, halo 1), rank 1 of 2   ->   axis 0: 5 6 7 8 9 and one more on both sides; axis 1: 0 1 2 3;  stored as [7, 4], row-major
//
// Everything else here (folds, exchanges, the kernels' arguments) is derived from these parts.
import type { Placement, Window } from "../abi.ts";
import { blockBounds, cyclicCount } from "./bounds.ts";

/** The positions `start, start + step, ...` (`count` of them) of an axis; stored with `halo` more elements before and after. */
export interface AxisPart {
  readonly start: number;
  readonly step: number;
  readonly count: number;
  readonly halo: number;
}

export function axisPart(extent: number, axis: number, placement: Placement, rank: number, np: number): AxisPart {
  if (placement.kind === "block" && placement.axis === axis) {
    const [low, high] = blockBounds(extent, placement.align, rank, np);
    return { start: low, step: 1, count: high - low, halo: placement.halo };
  }
  if (placement.kind === "cyclic" && placement.axis === axis) return { start: rank, step: np, count: cyclicCount(extent, rank, np), halo: 0 };
  if (placement.kind === "window" && placement.axis === axis) return windowPart(extent, placement, rank, np);
  if (placement.kind === "root" && axis === 0 && rank !== 0) return { start: 0, step: 1, count: 0, halo: 0 };
  return { start: 0, step: 1, count: extent, halo: 0 };
}

/** A position outside the array, which a kernel will refuse, stands for the first. */
function windowPart(axis: number, { extent, align, from, step, more }: Window, rank: number, np: number): AxisPart {
  if (typeof from !== "number" || typeof extent !== "number") throw new Error("internal: the place of a window was not evaluated");
  if (step === 0) return { start: from >= 0 && from < axis && Number.isInteger(from) ? from : 0, step: 1, count: Math.min(1, axis), halo: 0 };
  const [low, high] = blockBounds(extent, align, rank, np), ends = [from + step * low, from + step * (high - 1)], start = Math.max(0, Math.min(...ends));
  return high > low ? { start, step: 1, count: Math.min(axis, Math.max(...ends) + 1 + more) - start, halo: 0 } : { start: 0, step: 1, count: 0, halo: 0 };
}

export function shardParts(shape: readonly number[], placement: Placement, rank: number, np: number): AxisPart[] {
  return shape.map((extent, axis) => axisPart(extent, axis, placement, rank, np));
}

/** Extents of a rank's buffer. A 0-dimensional array is stored on every rank, whatever its placement. */
export function storedShape(shape: readonly number[], placement: Placement, rank: number, np: number): number[] {
  return shardParts(shape, placement, rank, np).map((part) => part.count + 2 * part.halo);
}

/** How many elements a (local or global) shape has. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Which axis is spread over the ranks; undefined if every rank (or only the root) holds all of it. */
export function distributedAxis(placement: Placement): number | undefined {
  return placement.kind === "block" || placement.kind === "cyclic" ? placement.axis : undefined;
}

/** Row-major distances of neighbours along each axis, in elements. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}
