// The pure halves of `combine`: from the leaves that every rank holds to the reduced array. Communication lies between the halves and is one allgather:
//
//   contributions[r] = combineContribution(fold, r, np, leaves of r)      a few subtrees' values; nothing where no other rank needs them
//   result on r      = combineFinish(fold, r, np, leaves of r, contributions)
//
// Leaves and results are elements one after another, each with one number a field of the accumulator.
// Invariant: the result depends on the loop's global shape and the leaves' values alone, never on np or the placement.
import type { DType, FoldInfo, MonoidInfo, Placement } from "../abi.ts";
import { sharedRows, shareParts, sharesRows, shareTotals } from "./gridRows.ts";
import { heldLeaves, heldRows, subtreesOf, type HeldLeaves, type Run } from "./leaves.ts";
import { distributedAxes, elementCount, isSpread } from "./shard.ts";
import { finish, foldTree, subtrees, type Combination, type Subtree } from "./tree.ts";

export type Fold = Pick<FoldInfo, "shape" | "placement" | "axis" | "all" | "monoid" | "accumulator" | "anyOrder">;
type Space = Pick<FoldInfo, "shape" | "placement" | "axis" | "all" | "anyOrder">;

/** Ranks have something to tell each other: a distributed axis is one of those folded. */
export function foldExchanges(fold: Space, np: number): boolean {
  return np > 1 && isSpread(fold.placement) && (fold.all || isAlong(fold));
}

/** The axis of the leaves is distributed. */
const isAlong = ({ placement, axis }: Space): boolean => distributedAxes(placement).includes(axis);

/** The rows whose totals a rank gives. */
const rowsOf = (fold: Space, rank: number, np: number): readonly Run[] => (sharesRows(fold, np) ? sharedRows(fold, rank, np) : heldRows(fold.shape, fold.placement, rank, np));

/** Each rank folds all that it has to one element, in an order of its own. */
const isLoose = ({ placement, all, anyOrder }: Space): boolean => placement.kind === "grid" && all && anyOrder === true;

/** Where the reduced array is: on every rank, or as the axis that is left is distributed. */
export function foldedPlacement(fold: Space): Placement {
  const { placement, axis, all } = fold, left = (distributed: number): number => (distributed > axis ? distributed - 1 : distributed);
  if (placement.kind === "root") return placement;
  if (all || isAlong(fold)) return { kind: "replicated" };
  switch (placement.kind) {
    case "cyclic":
      return { kind: "cyclic", axis: left(placement.axis) };
    case "block":
      return { kind: "block", axis: left(placement.axis), align: placement.align, halo: 0 };
    case "grid":
      return { kind: "grid", axes: [left(placement.axes[0]), left(placement.axes[1])], aligns: placement.aligns, halos: [0, 0], corners: false };
    default:
      return { kind: "replicated" };
  }
}

/** How many numbers a rank contributes. */
export function contributionSize(fold: Space & Pick<Fold, "accumulator">, rank: number, np: number): number {
  if (!foldExchanges(fold, np)) return 0;
  if (isLoose(fold)) return widthOf(fold);
  if (!isAlong(fold) || sharesRows(fold, np)) return subtreesOf(rowsOf(fold, rank, np), rowCount(fold)).length * widthOf(fold);
  const held = heldLeaves(fold.shape, fold.axis, fold.placement, rank, np);
  return subtrees(held.low, held.low + held.count, held.total).length * held.outer * held.inner * widthOf(fold);
}

/** Where rows are shared (gridRows.ts), `leaves` are the totals of this rank's share. */
export function combineContribution(fold: Fold, rank: number, np: number, leaves: ArrayLike<number>): Float64Array {
  if (!foldExchanges(fold, np)) return new Float64Array(0);
  if (sharesRows(fold, np)) return rowSubtrees(fold, rank, np, leaves);
  const held = heldLeaves(fold.shape, fold.axis, fold.placement, rank, np);
  if (isLoose(fold)) return folded(fold, rowTotals(fold, held, leaves));
  if (isAlong(fold)) return leafSubtrees(held, leaves, combination(fold));
  return rowSubtrees(fold, rank, np, rowTotals(fold, held, leaves));
}

/** The elements of the reduced array that this rank holds, row-major, in the accumulator. */
export function combineFinish(fold: Fold, rank: number, np: number, leaves: ArrayLike<number>, contributions: readonly ArrayLike<number>[]): Float64Array {
  const held = heldLeaves(fold.shape, fold.axis, fold.placement, rank, np), exchanged = foldExchanges(fold, np), along = isAlong(fold);
  if (exchanged && isLoose(fold)) return folded(fold, Float64Array.from(contributions.flatMap((own) => Array.from(own))));
  if (exchanged && fold.all && (!along || sharesRows(fold, np))) {
    const gathered = gatherRowSubtrees(fold, np, contributions);
    return gathered.trees.length === 0 ? identities(fold, 1) : finish(gathered.trees, gathered.values, rowCount(fold), 1, combination(fold));
  }
  const slices = exchanged && along ? gatheredTotals(fold, np, held, contributions) : rowTotals(fold, held, leaves);
  return fold.all ? folded(fold, slices) : slices;
}

/** One element of many, which are overwritten. */
function folded(fold: Fold, values: Float64Array): Float64Array {
  const how = combination(fold);
  if (values.length === 0) return identities(fold, 1);
  foldTree(values, values.length / how.width, 1, how);
  return values.slice(0, how.width);
}

/** Numbers an element: one a field. */
export const widthOf = ({ accumulator }: Pick<Fold, "accumulator">): number => (typeof accumulator === "string" ? 1 : Object.keys(accumulator).length);

/** The monoid's function on the accumulator's numbers: booleans are 0 and 1, f32 is rounded. */
export function combination({ monoid, accumulator }: Pick<Fold, "monoid" | "accumulator">): Combination {
  if (isPlain(monoid)) {
    const { combine } = monoid;
    if (accumulator === "f32") return { width: 1, combine: (values, to, left, right) => void (values[to] = Math.fround(combine(values[left]!, values[right]!))) };
    return {
      width: 1,
      combine: (values, to, left, right) => void (values[to] = combine(values[left]!, values[right]!)),
      level(values, pairs, stride) {
        if (stride === 1) for (let k = 0; k < pairs; k++) values[k] = combine(values[2 * k]!, values[2 * k + 1]!);
        else for (let k = 0; k < pairs; k++) for (let s = k * stride, end = s + stride, left = 2 * s; s < end; s++, left++) values[s] = combine(values[left]!, values[left + stride]!);
      },
    };
  }
  const rounds = Object.values(accumulator as { readonly [field: string]: DType }).map((dtype) => (dtype === "f32" ? Math.fround : Number)), width = rounds.length, fields = new Array<number>(2 * width);
  return {
    width,
    combine(values, to, left, right) {
      for (let f = 0; f < width; f++) {
        fields[f] = values[left + f]!;
        fields[width + f] = values[right + f]!;
      }
      const made = monoid.combine(...fields);
      for (let f = 0; f < width; f++) values[to + f] = rounds[f]!(made[f]!);
    },
  };
}

const isPlain = (monoid: Fold["monoid"]): monoid is MonoidInfo => !Array.isArray(monoid.identity);

/** That many elements which change nothing. */
export function identities({ monoid }: Pick<Fold, "monoid">, count: number): Float64Array {
  const element = isPlain(monoid) ? [Number(monoid.identity)] : monoid.identity.map(Number);
  return Float64Array.from({ length: count * element.length }, (_, k) => element[k % element.length]!);
}

/** Rows of the whole loop: positions of all axes but the last. */
export function rowCount(fold: Pick<Fold, "shape">): number {
  return elementCount(fold.shape.slice(0, -1));
}

/** Folds a rank's leaves along the axis, where it holds the axis whole: one element for each position of the other axes. */
export function rowTotals(fold: Fold, held: HeldLeaves, leaves: ArrayLike<number>): Float64Array {
  const { outer, count, inner } = held, totals = identities(fold, outer * inner), how = combination(fold), size = inner * how.width;
  if (count === 0) return totals;
  const values = new Float64Array(count * size);
  for (let o = 0; o < outer; o++) {
    copy(values, leaves, o * values.length);
    foldTree(values, count, inner, how);
    totals.set(values.subarray(0, size), o * size);
  }
  return totals;
}

/** Fills `values` with numbers from `first` on. */
function copy(values: Float64Array, from: ArrayLike<number>, first: number): void {
  if (from instanceof Float64Array) values.set(from.subarray(first, first + values.length));
  else for (let k = 0; k < values.length; k++) values[k] = from[first + k]!;
}

/** The largest aligned subtrees of a rank's leaves, for all positions of the other axes: subtree by subtree, `outer` x `inner` elements each. */
export function leafSubtrees(held: HeldLeaves, leaves: ArrayLike<number>, how: Combination): Float64Array {
  const { outer, low, count } = held, inner = held.inner * how.width, stride = outer * inner, trees = subtrees(low, low + count, held.total), found = new Float64Array(trees.length * stride);
  trees.forEach((tree, t) => {
    const first = tree.start - low, n = Math.min(2 ** tree.level, low + count - tree.start), values = new Float64Array(n * stride);
    if (outer === 1) copy(values, leaves, first * inner);
    else for (let k = 0; k < n; k++)
      for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) values[k * stride + o * inner + i] = leaves[(o * count + first + k) * inner + i]!;
    foldTree(values, n, outer * held.inner, how);
    found.set(values.subarray(0, stride), t * stride);
  });
  return found;
}

/** The largest aligned subtrees of a rank's rows, from their totals. */
export function rowSubtrees(fold: Fold, rank: number, np: number, totals: ArrayLike<number>): Float64Array {
  const how = combination(fold), { width } = how, found: number[] = [], rows = rowCount(fold);
  let before = 0;
  for (const run of rowsOf(fold, rank, np)) {
    for (const tree of subtrees(run.low, run.high, rows)) {
      const first = (before + tree.start - run.low) * width, count = Math.min(2 ** tree.level, run.high - tree.start), values = Array.from({ length: count * width }, (_, k) => totals[first + k]!);
      foldTree(values, count, 1, how);
      found.push(...values.slice(0, width));
    }
    before += run.high - run.low;
  }
  return Float64Array.from(found);
}

/** All ranks' subtrees of leaves with their values, in order. */
export function gatherLeafSubtrees(fold: Space, np: number, contributions: readonly ArrayLike<number>[]): { readonly trees: Subtree[]; readonly values: Float64Array } {
  const trees: Subtree[] = [], values = new Float64Array(contributions.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (let rank = 0; rank < np; rank++) {
    const held = heldLeaves(fold.shape, fold.axis, fold.placement, rank, np);
    trees.push(...subtrees(held.low, held.low + held.count, held.total));
    values.set(contributions[rank]!, at);
    at += contributions[rank]!.length;
  }
  return { trees, values };
}

/** All ranks' subtrees of rows with their values, in order. */
export function gatherRowSubtrees(fold: Space & Pick<Fold, "accumulator">, np: number, contributions: readonly ArrayLike<number>[]): { readonly trees: Subtree[]; readonly values: Float64Array } {
  const found: { readonly tree: Subtree; readonly rank: number; readonly at: number }[] = [], width = widthOf(fold);
  for (let rank = 0; rank < np; rank++)
    subtreesOf(rowsOf(fold, rank, np), rowCount(fold)).forEach((tree, k) => found.push({ tree, rank, at: k * width }));
  found.sort((a, b) => a.tree.start - b.tree.start);
  return { trees: found.map((f) => f.tree), values: Float64Array.from({ length: found.length * width }, (_, k) => contributions[found[Math.floor(k / width)]!.rank]![found[Math.floor(k / width)]!.at + (k % width)]!) };
}

/** Folds all ranks' leaves along the distributed axis: one element for each position of the other axes, the same on every rank. */
export function gatheredTotals(fold: Fold, np: number, held: HeldLeaves, contributions: readonly ArrayLike<number>[]): Float64Array {
  const stride = held.outer * held.inner;
  if (held.total === 0 || stride === 0) return identities(fold, stride);
  const { trees, values } = gatherLeafSubtrees(fold, np, contributions);
  return finish(trees, values, held.total, stride, combination(fold));
}

/** For each rank of the line (gridRows.ts) what this one gives it. */
export function rowParts(fold: Fold, rank: number, np: number, leaves: ArrayLike<number>): Float64Array[] {
  return shareParts(fold, rank, np, leafSubtrees(heldLeaves(fold.shape, fold.axis, fold.placement, rank, np), leaves, combination(fold)), widthOf(fold));
}

/** The totals of this rank's rows from what the ranks of its line gave. */
export function sharedTotals(fold: Fold, rank: number, np: number, parts: readonly Float64Array[]): Float64Array {
  return shareTotals(fold, rank, np, parts, combination(fold), identities(fold, 1));
}
