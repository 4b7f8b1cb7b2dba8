// The pure halves of `carry`: from the totals of the leaves that every rank holds to what goes before each of its leaves in a scan along the last axis.
// As in fold.ts one allgather lies between the halves:
//
//   contributions[r] = carryContribution(fold, r, np, totals of r)
//   carries on r     = carryFinish(fold, r, np, totals of r, contributions)          one number a leaf, stored as the totals are
//
// What goes before leaf k combines, from left to right, the subtrees of the binary digits of k, largest first: before leaf 6 stand [0 .. 3] and [4, 5].
// With `all` the subtrees of the rows before this row come first. Before the very first leaf stands the identity.
import { combineContribution, combiner, foldExchanges, gatheredTotals, gatherLeafSubtrees, gatherRowSubtrees, identities, rowTotals, type Combine, type Fold } from "./fold.ts";
import { heldLeaves, heldRows, type Run } from "./leaves.ts";
import { distributedAxis } from "./shard.ts";
import type { Subtree } from "./tree.ts";

export { combineContribution as carryContribution } from "./fold.ts";

export function carryFinish(fold: Fold, rank: number, np: number, totals: ArrayLike<number>, contributions: readonly ArrayLike<number>[]): Float64Array {
  const held = heldLeaves(fold.shape, fold.axis, fold.placement, rank, np), { outer, low, count } = held, combine = combiner(fold);
  const along = foldExchanges(fold, np) && distributedAxis(fold.placement) === fold.axis, run: Run = { low, high: low + count };
  const gathered = along ? gatherLeafSubtrees(fold, np, contributions) : undefined, rows = fold.all ? rowCarries(fold, rank, np, totals, contributions) : undefined;
  const carries = new Float64Array(outer * count);
  for (let row = 0; row < outer; row++) {
    const own = Array.from({ length: count }, (_, k) => totals[row * count + k]!);
    const tree = treeReader([{ run, values: own }], gathered?.trees ?? [], (t) => gathered!.values[t * outer + row]!, combine);
    carries.set(prefixes(run, tree, combine, rows?.[row], Number(fold.monoid.identity)), row * count);
  }
  return carries;
}

/** What goes before each row of this rank; undefined before the first of all. */
function rowCarries(fold: Fold, rank: number, np: number, totals: ArrayLike<number>, contributions: readonly ArrayLike<number>[]): (number | undefined)[] {
  const held = heldLeaves(fold.shape, fold.axis, fold.placement, rank, np), combine = combiner(fold), exchanged = foldExchanges(fold, np);
  const along = distributedAxis(fold.placement) === fold.axis, own = exchanged && along ? gatheredTotals(fold, np, held, contributions) : rowTotals(fold, held, totals);
  const gathered = exchanged && !along ? gatherRowSubtrees(fold, np, contributions) : undefined, runs = heldRows(fold.shape, fold.placement, rank, np);
  let before = 0;
  const pieces = runs.map((run) => ({ run, values: own.subarray(before, (before += run.high - run.low)) }));
  const tree = treeReader(pieces, gathered?.trees ?? [], (t) => gathered!.values[t]!, combine);
  return pieces.flatMap(({ run }) => {
    const carries: (number | undefined)[] = [...prefixes(run, tree, combine, undefined, 0)];
    if (run.low === 0 && carries.length > 0) carries[0] = undefined;
    return carries;
  });
}

/** The value of an aligned subtree. */
type TreeReader = (start: number, level: number) => number;

/** Reads subtrees out of what this rank holds itself (leaf by leaf) and what was gathered (larger subtrees); those that span several are combined once. */
function treeReader(pieces: readonly { readonly run: Run; readonly values: ArrayLike<number> }[], trees: readonly Subtree[], gathered: (tree: number) => number, combine: Combine): TreeReader {
  const known = new Map<number, number>(), key = (start: number, level: number): number => start * 64 + level;
  trees.forEach((tree, t) => known.set(key(tree.start, tree.level), gathered(t)));
  const pyramids = pieces.map((piece) => pyramid(piece.run, piece.values, combine));
  const read = (start: number, level: number): number => {
    const own = pyramids[pieceOf(pieces, start)]?.(start, level) ?? known.get(key(start, level));
    if (own !== undefined) return own;
    if (level === 0) throw new Error(`internal: no rank contributed leaf ${start}`);
    const value = combine(read(start, level - 1), read(start + 2 ** (level - 1), level - 1));
    known.set(key(start, level), value);
    return value;
  };
  return read;
}

/** Which of the ascending runs holds a position, or would. */
function pieceOf(pieces: readonly { readonly run: Run }[], position: number): number {
  let low = 0, high = pieces.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.run.low <= position) low = middle;
    else high = middle;
  }
  return low;
}

/** All full aligned subtrees inside a run, level by level. */
function pyramid(run: Run, values: ArrayLike<number>, combine: Combine): (start: number, level: number) => number | undefined {
  const levels: { readonly first: number; readonly values: Float64Array }[] = [{ first: run.low, values: Float64Array.from(values) }];
  for (let size = 2; ; size *= 2) {
    const below = levels.at(-1)!, first = Math.ceil(run.low / size), count = Math.floor(run.high / size) - first;
    if (count <= 0) break;
    levels.push({ first, values: Float64Array.from({ length: count }, (_, k) => combine(below.values[2 * (first + k) - below.first]!, below.values[2 * (first + k) - below.first + 1]!)) });
  }
  return (start, level) => {
    const found = levels[level];
    return found?.values[start / 2 ** level - found.first];
  };
}

/** For each position of the run, what goes before it: `ahead` (if any), then the subtrees of the position's binary digits; `identity` if there is nothing. */
function prefixes(run: Run, tree: TreeReader, combine: Combine, ahead: number | undefined, identity: number): Float64Array {
  const known = new Map<number, number>();
  const before = (k: number): number | undefined => {
    if (k === 0) return ahead;
    if (k >= run.low && k < filled) return found[k - run.low]!;
    const kept = known.get(k);
    if (kept !== undefined) return kept;
    const level = lowestDigit(k), rest = k - 2 ** level, left = before(rest), right = tree(rest, level), value = left === undefined ? right : combine(left, right);
    if (k < run.low) known.set(k, value);
    return value;
  };
  const found = new Float64Array(run.high - run.low);
  let filled = run.low;
  for (let k = run.low; k < run.high; k++) {
    found[k - run.low] = before(k) ?? identity;
    filled = k + 1;
  }
  return found;
}

/** The exponent of the lowest set binary digit. */
function lowestDigit(k: number): number {
  let level = 0;
  for (let rest = k; rest % 2 === 0; rest /= 2) level++;
  return level;
}
