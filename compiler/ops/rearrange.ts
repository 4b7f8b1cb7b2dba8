// What operators share that only move elements: their meaning as "the element here is the one that stands there", and where their parts may be.
import { leafLength, sliceLeafLength } from "../../runtime/abi.ts";
import type { Attribute } from "../ir/array.ts";
import type { ElementType, Extent } from "../ir/types.ts";
import { fieldsOf } from "../ir/types.ts";
import { block, replicated } from "../ir/placement.ts";
import { allocate, eachPosition, flatten, stored } from "../reference/dense.ts";
import type { Dense, Rule } from "./defineOp.ts";
import { unknownExtent } from "./defineOp.ts";

/** The result whose element at each position is the one of a source there (of the first, where only a position is given), or `outside` where there is none. */
export function rearranged(element: ElementType, shape: readonly number[], from: (index: readonly number[]) => { readonly source: Dense; readonly at: readonly number[] } | undefined, outside: number | boolean = 0): Dense {
  const result = allocate(element, shape);
  eachPosition(shape, (flat, index) => {
    const found = from(index);
    for (const [field, dtype] of fieldsOf(element)) result.data[field]![flat] = found ? found.source.data[field]![flatten(found.source.shape, found.at)]! : stored(dtype, outside);
  });
  return result;
}

/** How blocks may be aligned. */
export const aligns = [1, sliceLeafLength, leafLength];

/** Every input and the result in blocks of one axis, any of the result's; or whole. */
export function sameAxisRules(ndim: number, inputs = 1): Rule[] {
  const placements = [...Array.from({ length: ndim }, (_, axis) => aligns.map((align) => block(axis, align))).flat(), replicated];
  return placements.map((at) => ({ inputs: Array.from({ length: inputs }, () => at), outputs: [at] }));
}

/** The sum of extents, as far as it is known. */
export const totalExtent = (extents: readonly Extent[]): Extent => extents.filter((e) => e !== 0).reduce<Extent>((sum, e, k, list) => (list.length === 1 ? e : typeof sum === "number" && typeof e === "number" ? sum + e : unknownExtent), 0);

/** -1 is the last axis. */
export const axisOf = (axis: number, ndim: number): number => (axis < 0 ? axis + ndim : axis);

/** An attribute as an extent: unknown where it is a host value. */
export const known = (attribute: Attribute): Extent => (typeof attribute === "number" ? attribute : unknownExtent);
