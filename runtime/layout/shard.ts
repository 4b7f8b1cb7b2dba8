// What one rank holds of an array: along each axis an arithmetic progression of global positions, and how it is stored.
//
//   shape [10, 4], block(0, halo 1), rank 1 of 2   ->   axis 0: 5 6 7 8 9 and one more on both sides; axis 1: 0 1 2 3;  stored as [7, 4], row-major
//
// Everything else here (folds, exchanges, the kernels' arguments) is derived from these parts.
import type { Placement, Window } from "../abi.ts";
import { blockBounds, cyclicCount, gridOf } from "./bounds.ts";

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
  const along = placement.kind === "grid" ? placement.axes.indexOf(axis) : -1;
  if (placement.kind === "grid" && along >= 0) {
    const [low, high] = blockBounds(extent, placement.aligns[along]!, gridPlace(rank, np)[along]!, gridOf(np)[along]!);
    return { start: low, step: 1, count: high - low, halo: placement.halos[along]! };
  }
  if (placement.kind === "cyclic" && placement.axis === axis) return { start: rank, step: np, count: cyclicCount(extent, rank, np), halo: 0 };
  if (placement.kind === "window" && placement.axis === axis) return windowPart(extent, placement, rank, np);
  if (placement.kind === "root" && axis === 0 && rank !== 0) return { start: 0, step: 1, count: 0, halo: 0 };
  return { start: 0, step: 1, count: extent, halo: 0 };
}

/** In which row and column of the grid a rank stands. */
export function gridPlace(rank: number, np: number): readonly [row: number, column: number] {
  const [, columns] = gridOf(np);
  return [Math.floor(rank / columns), rank % columns];
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

/** Which axes are spread over the ranks; none if every rank (or only the root) holds all of them. */
export function distributedAxes(placement: Placement): readonly number[] {
  if (placement.kind === "grid") return placement.axes;
  return placement.kind === "block" || placement.kind === "cyclic" ? [placement.axis] : [];
}

/** The one axis that is spread over the ranks. Not to be asked of a grid. */
export function distributedAxis(placement: Placement): number | undefined {
  if (placement.kind === "grid") throw new Error("internal: a grid spreads two axes");
  return distributedAxes(placement)[0];
}

/** Each rank has a part of its own. */
export const isSpread = (placement: Placement): boolean => distributedAxes(placement).length > 0;

/** How many more positions are stored on both sides of an axis. */
export function haloAlong(placement: Placement, axis: number): number {
  if (placement.kind === "block") return placement.axis === axis ? placement.halo : 0;
  return placement.kind === "grid" ? (placement.halos[placement.axes.indexOf(axis)] ?? 0) : 0;
}

/** The same parts, without what stands around them. */
export function withoutHalo(placement: Placement): Placement {
  if (placement.kind === "block") return { kind: "block", axis: placement.axis, align: placement.align, halo: 0 };
  return placement.kind === "grid" ? { kind: "grid", axes: placement.axes, aligns: placement.aligns, halos: [0, 0], corners: false } : placement;
}

export const hasHalo = (placement: Placement): boolean => distributedAxes(placement).some((axis) => haloAlong(placement, axis) > 0);

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
