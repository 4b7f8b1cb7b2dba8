// Sums of all elements of a grid. Each row is cut between the ranks of a line of the grid, so before rows are folded with each other its leaves come together: each
// rank of the line gets a share of the line's rows, and from the others the subtrees of their leaves.
//
//   [8, 512] on 2 x 2 ranks   ->   ranks 0 and 1 have halves of rows 0 .. 3;  rank 0 gets rows 0, 1 of rank 1, and rank 1 rows 2, 3 of rank 0
//
// From then on ranks hold totals of whole rows, in order, as those of blocks do (fold.ts).
import type { FoldInfo } from "../abi.ts";
import { gridOf } from "./bounds.ts";
import { heldLeaves, heldRows, type Run } from "./leaves.ts";
import { gridPlace } from "./shard.ts";
import { finish, subtrees, type Combination } from "./tree.ts";

type Space = Pick<FoldInfo, "shape" | "placement" | "axis" | "all" | "anyOrder">;

export function sharesRows({ placement, axis, all, anyOrder }: Space, np: number): boolean {
  return np > 1 && placement.kind === "grid" && all && anyOrder !== true && placement.axes.includes(axis);
}

/** The ranks that have parts of the same rows, in the order of these. */
export function lineOf({ placement, axis }: Space, rank: number, np: number): readonly number[] {
  if (placement.kind !== "grid") return [rank];
  const [, columns] = gridOf(np), along = placement.axes.indexOf(axis), [row, column] = gridPlace(rank, np);
  return Array.from({ length: gridOf(np)[along]! }, (_, k) => (along === 0 ? k * columns + column : row * columns + k));
}

/** Which of the line's rows are a rank's share, by their place among them. */
function shareOf(fold: Space, rank: number, np: number): Run {
  const line = lineOf(fold, rank, np), rows = held(fold, rank, np).outer, place = line.indexOf(rank);
  return { low: Math.floor((rows * place) / line.length), high: Math.floor((rows * (place + 1)) / line.length) };
}

const held = (fold: Space, rank: number, np: number) => heldLeaves(fold.shape, fold.axis, fold.placement, rank, np);

/** The same rows, by their place among all. */
export function sharedRows(fold: Space, rank: number, np: number): Run[] {
  const { low, high } = shareOf(fold, rank, np), found: Run[] = [];
  let before = 0;
  for (const run of heldRows(fold.shape, fold.placement, rank, np)) {
    const from = run.low + Math.max(0, low - before), to = Math.min(run.high, run.low + high - before);
    if (to > from) found.push({ low: from, high: to });
    before += run.high - run.low;
  }
  return found;
}

const treesOf = (fold: Space, rank: number, np: number) => {
  const { low, count, total } = held(fold, rank, np);
  return subtrees(low, low + count, total);
};

/** How many numbers go from one rank of a line to another; `width`: numbers an element. */
export function shareSize(fold: Space, sender: number, receiver: number, np: number, width: number): number {
  const { low, high } = shareOf(fold, receiver, np);
  return treesOf(fold, sender, np).length * (high - low) * width;
}

/** For each rank of the line what it gets: `values` are this rank's subtrees of leaves, tree by tree, one element a row. */
export function shareParts(fold: Space, rank: number, np: number, values: Float64Array, width: number): Float64Array[] {
  const rows = held(fold, rank, np).outer, trees = treesOf(fold, rank, np).length;
  return lineOf(fold, rank, np).map((receiver) => {
    const { low, high } = shareOf(fold, receiver, np), size = (high - low) * width, part = new Float64Array(trees * size);
    for (let tree = 0; tree < trees; tree++) part.set(values.subarray((tree * rows + low) * width, (tree * rows + high) * width), tree * size);
    return part;
  });
}

/** The totals of this rank's share, from what the line's ranks gave it; `identity` where rows have no elements. */
export function shareTotals(fold: Space, rank: number, np: number, parts: readonly Float64Array[], how: Combination, identity: Float64Array): Float64Array {
  const { low, high } = shareOf(fold, rank, np), { total } = held(fold, rank, np), rows = high - low;
  if (rows === 0) return new Float64Array(0);
  if (total === 0) return Float64Array.from({ length: rows * how.width }, (_, k) => identity[k % how.width]!);
  const trees = lineOf(fold, rank, np).flatMap((sender) => treesOf(fold, sender, np)), values = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (values.set(part, at), at + part.length), 0);
  return finish(trees, values, total, rows, how);
}
