// Reductions and scans of whole arrays in the canonical order of `runtime/layout/tree.ts`: what any number of ranks computes, written for one.
//
//   reduceAxis([1, 2, 3, 4], [2, 2], 1, add)  ->  [3, 7]          scanWhole([1, 2, 3, 4], [2, 2], { all: true, exclusive: false }, add)  ->  [1, 3, 6, 10]
//
// Values are elements as kernels see them, in the accumulator's representation: f32 fields rounded after each combination.
import { leafLanes, leafLength, sliceLeafLength } from "../../runtime/abi.ts";
import type { ElementType } from "../ir/types.ts";
import { fieldsOf } from "../ir/types.ts";
import type { Dense, ElementValue, ReferenceCall } from "../ops/defineOp.ts";
import { elementsOf, sizeOf, throughElement } from "./dense.ts";

export interface Fold {
  readonly accumulator: ElementType;
  readonly identity: ElementValue;
  readonly combine: (a: ElementValue, b: ElementValue) => ElementValue;
}

/** A monoid's function on the accumulator's values. */
export function foldOf({ identity, combine }: Pick<NonNullable<ReferenceCall["monoid"]>, "identity" | "combine">, accumulator: ElementType): Fold {
  return { accumulator, identity: throughElement(accumulator, identity), combine: (a, b) => throughElement(accumulator, combine(a, b)) };
}

/** The elements of an array as they are accumulated. */
export const accumulated = (a: Dense, { accumulator }: Fold): ElementValue[] => elementsOf(a).map((value) => throughElement(accumulator, value));

/** The array without one axis: one value for each position of the others. */
export function reduceAxis(values: readonly ElementValue[], shape: readonly number[], axis: number, fold: Fold): ElementValue[] {
  const extent = shape[axis]!, outer = sizeOf(shape.slice(0, axis)), inner = sizeOf(shape.slice(axis + 1)), last = axis === shape.length - 1;
  const result: ElementValue[] = [];
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const at = (k: number): ElementValue => values[(o * extent + k) * inner + i]!;
      const leaves = leavesOf(extent, last ? leafLength : sliceLeafLength, (from, to) => (last ? interleaved(at, from, to, fold) : inOrder(at, from, to, fold)));
      result[o * inner + i] = tree(leaves, fold);
    }
  return result;
}

/** All elements: each row, then the tree over the rows. */
export function reduceWhole(values: readonly ElementValue[], shape: readonly number[], fold: Fold): ElementValue {
  const matrix = shape.length === 0 ? [1] : shape;
  return tree(reduceAxis(values, matrix, matrix.length - 1, fold), fold);
}

/** Prefixes along each row; with `all` through all rows in row-major order. */
export function scanWhole(values: readonly ElementValue[], shape: readonly number[], how: { readonly all: boolean; readonly exclusive: boolean }, fold: Fold): ElementValue[] {
  const extent = shape.at(-1) ?? 1, rows = sizeOf(shape.slice(0, -1)), result: ElementValue[] = [];
  let rowsBefore: readonly Subtotal[] = [];
  for (let row = 0; row < rows; row++) {
    const at = (k: number): ElementValue => values[row * extent + k]!;
    const totals = leavesOf(extent, leafLength, (from, to) => inOrder(at, from, to, fold));
    let leavesBefore: readonly Subtotal[] = [];
    totals.forEach((total, leaf) => {
      const ahead = [...(how.all ? rowsBefore : []), ...leavesBefore].map((s) => s.value);
      const carry = ahead.length === 0 ? fold.identity : ahead.reduce((a, b) => fold.combine(a, b));
      let inside = fold.identity;
      for (let k = leaf * leafLength; k < Math.min(extent, (leaf + 1) * leafLength); k++) {
        const next = fold.combine(inside, at(k));
        result[row * extent + k] = fold.combine(carry, how.exclusive ? inside : next);
        inside = next;
      }
      leavesBefore = counted(leavesBefore, total, fold);
    });
    rowsBefore = counted(rowsBefore, tree(totals, fold), fold);
  }
  return result;
}

/** A whole subtree of `size` leaves or rows. */
interface Subtotal {
  readonly size: number;
  readonly value: ElementValue;
}

/** One more: the subtotals are the binary digits of how many there are, largest first, and two equal ones become one of the next size. */
function counted(before: readonly Subtotal[], value: ElementValue, fold: Fold): readonly Subtotal[] {
  const list = [...before];
  let last: Subtotal = { size: 1, value };
  for (let left = list.at(-1); left && left.size === last.size; left = list.at(-1)) {
    last = { size: 2 * last.size, value: fold.combine(left.value, last.value) };
    list.pop();
  }
  return [...list, last];
}

function leavesOf(extent: number, length: number, leaf: (from: number, to: number) => ElementValue): ElementValue[] {
  return Array.from({ length: Math.ceil(extent / length) }, (_, k) => leaf(k * length, Math.min(extent, (k + 1) * length)));
}

function inOrder(at: (k: number) => ElementValue, from: number, to: number, fold: Fold): ElementValue {
  let total = fold.identity;
  for (let k = from; k < to; k++) total = fold.combine(total, at(k));
  return total;
}

/** Lane k of L takes every L-th element from k on; then lane k with lane k + L/2, and so on. */
function interleaved(at: (k: number) => ElementValue, from: number, to: number, fold: Fold): ElementValue {
  const lanes = new Array<ElementValue>(leafLanes(fieldsOf(fold.accumulator).map(([, dtype]) => dtype))).fill(fold.identity);
  for (let k = from; k < to; k++) lanes[(k - from) % lanes.length] = fold.combine(lanes[(k - from) % lanes.length]!, at(k));
  for (let half = lanes.length / 2; half >= 1; half /= 2) for (let k = 0; k < half; k++) lanes[k] = fold.combine(lanes[k]!, lanes[k + half]!);
  return lanes[0]!;
}

/** Neighbours are combined, a last one without a partner moves up unchanged. */
function tree(leaves: readonly ElementValue[], fold: Fold): ElementValue {
  if (leaves.length <= 1) return leaves[0] ?? fold.identity;
  return tree(Array.from({ length: Math.ceil(leaves.length / 2) }, (_, k) => (2 * k + 1 < leaves.length ? fold.combine(leaves[2 * k]!, leaves[2 * k + 1]!) : leaves[2 * k]!)), fold);
}
