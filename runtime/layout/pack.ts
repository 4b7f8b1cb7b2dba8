// Moves boxes of elements between buffers: between two arrays, or between an array and a message, where a box lies dense in row-major order.
// Innermost stretches of step 1 are copied in one go; axes that both sides hold whole and dense are merged first.
import type { Box } from "./exchange.ts";
import { boxElements } from "./exchange.ts";
import { rowMajorStrides } from "./shard.ts";

/** Typed arrays of one dtype. */
export interface Elements {
  [index: number]: number;
  readonly length: number;
  set(source: ArrayLike<number>, offset?: number): void;
  subarray(begin: number, end: number): Elements;
  fill(value: number, begin?: number, end?: number): unknown;
}

/** One axis of a copy: how many elements, and their distances on both sides. */
export interface Walk {
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** Copies along any axes, the last of them innermost. */
export function copyWalks(source: Elements, from: number, target: Elements, to: number, axes: readonly Walk[]): void {
  if (axes.every((axis) => axis.count > 0)) walk(source, target, merge(axes), 0, from, to);
}

/** Copies a box; `fromShape` and `toShape` are the stored shapes of the two buffers. */
export function copyBox(source: Elements, fromShape: readonly number[], target: Elements, toShape: readonly number[], box: Box): void {
  const fromStrides = rowMajorStrides(fromShape), toStrides = rowMajorStrides(toShape);
  const from = box.reduce((at, s, axis) => at + s.from * fromStrides[axis]!, 0), to = box.reduce((at, s, axis) => at + s.to * toStrides[axis]!, 0);
  walk(source, target, merge(box.map((s, axis) => ({ count: s.count, from: s.fromStep * fromStrides[axis]!, to: s.toStep * toStrides[axis]! }))), 0, from, to);
}

/** Appends a box to a message; returns where the next one begins. */
export function packBox(source: Elements, fromShape: readonly number[], message: Elements, at: number, box: Box): number {
  const size = boxElements(box), counts = box.map((s) => s.count);
  copyBox(source, fromShape, message.subarray(at, at + size), counts, box.map((s) => ({ ...s, to: 0, toStep: 1 })));
  return at + size;
}

/** Takes a box out of a message; returns where the next one begins. */
export function unpackBox(message: Elements, at: number, target: Elements, toShape: readonly number[], box: Box): number {
  const size = boxElements(box), counts = box.map((s) => s.count);
  copyBox(message.subarray(at, at + size), counts, target, toShape, box.map((s) => ({ ...s, from: 0, fromStep: 1 })));
  return at + size;
}

/** Fills a box of a buffer with a constant. */
export function fillBox(target: Elements, toShape: readonly number[], box: Box, value: number): void {
  const strides = rowMajorStrides(toShape), to = box.reduce((at, s, axis) => at + s.to * strides[axis]!, 0);
  const fill = (axis: number, at: number): void => {
    const stretch = box[axis];
    if (!stretch) target[at] = value;
    else if (axis === box.length - 1 && stretch.toStep === 1) target.fill(value, at, at + stretch.count);
    else for (let k = 0; k < stretch.count; k++) fill(axis + 1, at + k * stretch.toStep * strides[axis]!);
  };
  if (boxElements(box) > 0) fill(0, to);
}

/** Where a box lies in the sender's or the receiver's buffer, if it lies there dense and in order: it then needs no packing. */
export function denseRange(box: Box, side: "from" | "to", shape: readonly number[]): { readonly start: number; readonly length: number } | undefined {
  const strides = rowMajorStrides(shape);
  let start = 0, length = 1, dense = true;
  for (let axis = box.length - 1; axis >= 0; axis--) {
    const { count, [side]: at, [side === "from" ? "fromStep" : "toStep"]: step } = box[axis]!;
    start += at * strides[axis]!;
    if (count !== 1 && step * strides[axis]! !== length) dense = false;
    length *= count;
  }
  return dense ? { start, length } : undefined;
}

/** Joins neighbouring axes that both sides walk as if they were one, and drops those of one position. */
function merge(axes: readonly Walk[]): Walk[] {
  const merged: Walk[] = [];
  for (const axis of axes) {
    if (axis.count === 1) continue;
    const outer = merged.at(-1);
    if (outer && outer.from === axis.from * axis.count && outer.to === axis.to * axis.count) merged[merged.length - 1] = { count: outer.count * axis.count, from: axis.from, to: axis.to };
    else merged.push(axis);
  }
  return merged;
}

function walk(source: Elements, target: Elements, axes: readonly Walk[], depth: number, from: number, to: number): void {
  const axis = axes[depth];
  if (!axis) target[to] = source[from]!;
  else if (depth < axes.length - 1) for (let k = 0; k < axis.count; k++) walk(source, target, axes, depth + 1, from + k * axis.from, to + k * axis.to);
  else if (axis.from === 1 && axis.to === 1 && axis.count > 16) target.set(source.subarray(from, from + axis.count), to);
  else for (let k = 0; k < axis.count; k++) target[to + k * axis.to] = source[from + k * axis.from]!;
}
