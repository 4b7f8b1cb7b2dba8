// The canonical order of combination: an expression fixed by the array's global shape alone, so that every number of ranks computes the same bits.
//
// Along the last axis elements form *leaves* of 128. Inside a leaf, lane k of L (8; 16 for f32) takes elements k, k + L, k + 2L, ... in order,
// starting from the identity; lanes are combined by halving: lane k with lane k + L/2, then k with k + L/4, ... Along another axis a leaf is eight slices, taken
// in order starting from the identity. Above the leaves stands a binary tree: neighbours 2k and 2k + 1 of a level are combined, a last one without a partner
// moves up unchanged. A reduction of all axes builds such a tree over the leaves of each row and then over the rows in row-major order.
// A reduction of several axes, but not all, is one of the last of them, then one of the last but one of what that leaves (in the accumulator), and so on.
//
// A rank that holds leaves low .. high - 1 computes the largest aligned subtrees inside (`subtrees`); those of all ranks, in order, are what `finish` needs.
// A scan takes the elements of a leaf in order; what goes before leaf k combines, from left to right, the subtrees of the binary digits of k.

export const leafLength = 128;
export const sliceLeafLength = 8;

/** Interleaved partial results in a leaf along the last axis, given the dtypes of the accumulator's fields. */
export function leafLanes(accumulator: readonly string[]): number {
  return accumulator.every((dtype) => dtype === "f32") ? 16 : 8;
}

export type Numbers = number[] | Float64Array;

/** How elements of `width` numbers each are combined, where they lie one after another. */
export interface Combination {
  readonly width: number;
  /** The element at number `to` becomes the one at `left` ⊕ the one at `right`; it may be one of them. */
  combine(values: Numbers, to: number, left: number, right: number): void;
  /** The same for all pairs of neighbours of a level, where elements are plain numbers: values[k] = values[2 k] ⊕ values[2 k + 1], each of `stride` elements. */
  level?(values: Numbers, pairs: number, stride: number): void;
}

/** An aligned subtree: leaves `start .. min(start + 2^level, n) - 1`. */
export interface Subtree {
  readonly start: number;
  readonly level: number;
}

/** The largest aligned subtrees inside `low .. high - 1` of `n` leaves, in order. A subtree that reaches past `n` counts as whole when `high === n`. */
export function subtrees(low: number, high: number, n: number): Subtree[] {
  const found: Subtree[] = [];
  for (let start = low; start < high; ) {
    let level = 0;
    while (start % 2 ** (level + 1) === 0 && Math.min(start + 2 ** (level + 1), n) <= high && 2 ** level < n) level++;
    found.push({ start, level });
    start += 2 ** level;
  }
  return found;
}

/** Combines the values of a level with each other, in place, `stride` elements a value; returns how many remain. */
function foldLevel(values: Numbers, count: number, stride: number, how: Combination): number {
  const pairs = count >> 1, size = stride * how.width;
  if (how.level) how.level(values, pairs, stride);
  else for (let k = 0; k < pairs; k++)
    for (let s = 0; s < size; s += how.width) how.combine(values, k * size + s, 2 * k * size + s, (2 * k + 1) * size + s);
  if (count & 1) for (let s = 0; s < size; s++) values[pairs * size + s] = values[(count - 1) * size + s]!;
  return pairs + (count & 1);
}

/** The tree over `count` values of `stride` elements each; the result replaces the first value. `count` must not be 0. */
export function foldTree(values: Numbers, count: number, stride: number, how: Combination): void {
  for (let left = count; left > 1; ) left = foldLevel(values, left, stride, how);
}

/**
 * The rest of the tree above given subtrees (in order, covering all `n` leaves), each with `stride` elements in `values`, which are
 * overwritten. Returns `stride` elements.
 */
export function finish(trees: readonly Subtree[], values: Float64Array, n: number, stride: number, how: Combination): Float64Array {
  const size = stride * how.width;
  let level = 0;
  let current = trees.map((tree, k) => ({ ...tree, at: k * size }));
  while (current.length > 1) {
    const next: typeof current = [];
    for (let k = 0; k < current.length; k++) {
      const left = current[k]!, right = current[k + 1];
      if (left.level > level) { next.push(left); continue; }
      const isLeft = left.start % 2 ** (level + 1) === 0;
      if (isLeft && right && right.level === level && right.start === left.start + 2 ** level) {
        for (let s = 0; s < size; s += how.width) how.combine(values, left.at + s, left.at + s, right.at + s);
        next.push({ ...left, level: level + 1 });
        k++;
      } else next.push({ ...left, level: level + 1 });
    }
    current = next;
    level++;
    if (level > 60) throw new Error(`subtrees do not cover ${n} leaves`);
  }
  return values.slice(current[0]!.at, current[0]!.at + size);
}
