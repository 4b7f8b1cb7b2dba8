// The pure halves of `carry`: from the totals of the leaves that every rank holds to what goes before each of its leaves in a scan along the last axis.
// As in fold.ts one allgather lies between the halves:
//
//   contributions[r] = carryContribution(fold, r, np, totals of r)
//   carries on r     = carryFinish(fold, r, np, totals of r, contributions)          one element a leaf, stored as the totals are
//
// What goes before leaf k combines, from left to right, the subtrees of the binary digits of k, largest first: before leaf 6 stand [0 .. 3] and [4, 5].
// With `all` the subtrees of the rows before this row come first. Before the very first leaf stands the identity.
// Values are positions in a pool of numbers, where each element has one number a field of the accumulator.
import { combination, foldExchanges, gatheredTotals, gatherLeafSubtrees, gatherRowSubtrees, identities, rowTotals, type Fold } from "./fold.ts";
import { heldLeaves, heldRows, type Run } from "./leaves.ts";
import { carryChain, lowestDigit, type CarryChain } from "./carryChain.ts";
import { distributedAxis } from "./shard.ts";
import type { Combination, Subtree } from "./tree.ts";

export { combineContribution as carryContribution } from "./fold.ts";

export function carryFinish(fold: Fold, rank: number, np: number, totals: ArrayLike<number>, contributions: readonly ArrayLike<number>[]): Float64Array {
  const { outer, count } = heldLeaves(fold.shape, fold.axis, fold.placement, rank, np), { width } = combination(fold);
  const rows = fold.all ? rowCarries(fold, rank, np, totals, contributions) : undefined, carries = new Float64Array(outer * count * width);
  for (let row = 0, at = 0; row < outer; row++) {
    const chain = chainOfRow(fold, rank, np, contributions, row, rows?.[row]), { values } = chain;
    for (let k = 0; k < count; k++, at += width) {
      for (let f = 0; f < width; f++) carries[at + f] = values[chain.at + f]!;
      chain.push(totals, at);
    }
  }
  return carries;
}

/** The chain of a row as it is where this rank's leaves begin. `ahead`: what goes before the row. */
export function chainOfRow(fold: Fold, rank: number, np: number, contributions: readonly ArrayLike<number>[], row = 0, ahead?: readonly number[]): CarryChain {
  const { outer, low } = heldLeaves(fold.shape, fold.axis, fold.placement, rank, np), how = combination(fold), { width } = how, pool: number[] = [];
  const gathered = low > 0 ? gatherLeafSubtrees(fold, np, contributions) : undefined, trees = gathered?.trees ?? [];
  const read = treeReader(pool, [], trees, trees.map((_, t) => add(pool, gathered!.values, (t * outer + row) * width, width)), how);
  return carryChain(how, low, identities(fold, 1), ahead, (start, level, values, at) => {
    const from = read(start, level);
    for (let f = 0; f < width; f++) values[at + f] = pool[from + f]!;
  });
}

/** What goes before each row of this rank; undefined before the first of all. */
function rowCarries(fold: Fold, rank: number, np: number, totals: ArrayLike<number>, contributions: readonly ArrayLike<number>[]): (readonly number[] | undefined)[] {
  const held = heldLeaves(fold.shape, fold.axis, fold.placement, rank, np), how = combination(fold), { width } = how, exchanged = foldExchanges(fold, np);
  const along = distributedAxis(fold.placement) === fold.axis, own = exchanged && along ? gatheredTotals(fold, np, held, contributions) : rowTotals(fold, held, totals);
  const gathered = exchanged && !along ? gatherRowSubtrees(fold, np, contributions) : undefined, trees = gathered?.trees ?? [];
  const pool: number[] = [], first = add(pool, own, 0, own.length);
  let before = 0;
  const pieces = heldRows(fold.shape, fold.placement, rank, np).map((run) => ({ run, at: first + (before += run.high - run.low) * width - (run.high - run.low) * width }));
  const tree = treeReader(pool, pieces, trees, trees.map((_, t) => add(pool, gathered!.values, t * width, width)), how);
  return pieces.flatMap(({ run }) => prefixes(pool, run, tree, how, undefined, identities(fold, 1)).map((at, k) => (run.low === 0 && k === 0 ? undefined : pool.slice(at, at + width))));
}

/** Appends numbers; where they begin. */
function add(pool: number[], from: ArrayLike<number>, start: number, length: number): number {
  const at = pool.length;
  for (let k = 0; k < length; k++) pool.push(from[start + k]!);
  return at;
}

/** Appends left ⊕ right. */
function addCombined(pool: number[], how: Combination, left: number, right: number): number {
  const at = pool.length;
  for (let f = 0; f < how.width; f++) pool.push(0);
  how.combine(pool, at, left, right);
  return at;
}

/** Elements of consecutive leaves or rows, from `at` on. */
interface Piece {
  readonly run: Run;
  readonly at: number;
}

/** Where the value of an aligned subtree is. */
type TreeReader = (start: number, level: number) => number;

/** Reads subtrees out of what this rank holds itself (leaf by leaf) and what was gathered (larger subtrees); those that span several are combined once. */
function treeReader(pool: number[], pieces: readonly Piece[], trees: readonly Subtree[], gathered: readonly number[], how: Combination): TreeReader {
  const known = new Map<number, number>(), key = (start: number, level: number): number => start * 64 + level;
  trees.forEach((tree, t) => known.set(key(tree.start, tree.level), gathered[t]!));
  const pyramids = pieces.map((piece) => pyramid(pool, piece, how));
  const read = (start: number, level: number): number => {
    const own = pyramids[pieceOf(pieces, start)]?.(start, level) ?? known.get(key(start, level));
    if (own !== undefined) return own;
    if (level === 0) throw new Error(`internal: no rank contributed leaf ${start}`);
    const value = addCombined(pool, how, read(start, level - 1), read(start + 2 ** (level - 1), level - 1));
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
function pyramid(pool: number[], { run, at }: Piece, how: Combination): (start: number, level: number) => number | undefined {
  const levels: { readonly first: number; readonly count: number; readonly at: number }[] = [{ first: run.low, count: run.high - run.low, at }], { width } = how;
  for (let size = 2; ; size *= 2) {
    const below = levels.at(-1)!, first = Math.ceil(run.low / size), count = Math.floor(run.high / size) - first, start = pool.length;
    if (count <= 0) break;
    for (let k = 0; k < count; k++) {
      const left = below.at + (2 * (first + k) - below.first) * width;
      addCombined(pool, how, left, left + width);
    }
    levels.push({ first, count, at: start });
  }
  return (start, level) => {
    const found = levels[level], k = found ? start / 2 ** level - found.first : -1;
    return found && k >= 0 && k < found.count ? found.at + k * width : undefined;
  };
}

/** For each position of the run, what goes before it: `ahead` (if any), then the subtrees of the position's binary digits; `identity` if there is nothing. */
function prefixes(pool: number[], run: Run, tree: TreeReader, how: Combination, ahead: number | undefined, identity: ArrayLike<number>): number[] {
  const known = new Map<number, number>(), found: number[] = [];
  const before = (k: number): number | undefined => {
    if (k === 0) return ahead;
    const kept = k >= run.low ? found[k - run.low] : known.get(k);
    if (kept !== undefined) return kept;
    const level = lowestDigit(k), rest = k - 2 ** level, left = before(rest), right = tree(rest, level), value = left === undefined ? right : addCombined(pool, how, left, right);
    if (k < run.low) known.set(k, value);
    return value;
  };
  for (let k = run.low; k < run.high; k++) found.push(before(k) ?? add(pool, identity, 0, identity.length));
  return found;
}
