// What goes before each leaf of a row, leaf after leaf: a binary counter of subtrees. After leaf m the subtrees of the binary digits of m + 1 are known; what goes
// before leaf m + 1 is what goes before the number without its lowest digit, combined with the subtree of that digit.
//
//   after leaf 5 (m + 1 = 6 = 4 + 2): subtree of digit 1 = [4] ⊕ [5];  before 6 = before 4 ⊕ that      one combination a leaf for the tree, one for the carry
//
// Kernels that scan in one pass keep the same state (`carryLevels` trees, then as many carries; compiler/6-emit prints the same steps); a rank that does not
// begin with the first leaf is given it as it is there.
import type { Combination, Numbers } from "./tree.ts";

/** Digits of a leaf's number: 2^40 leaves are more than any memory holds. */
export const carryLevels = 40;

export interface CarryChain {
  /** What goes before the next leaf is at this number of `values`. */
  readonly at: number;
  readonly values: Float64Array;
  /** The next leaf's total, which lies at number `from` of `totals`. */
  push(totals: ArrayLike<number>, from: number): void;
}

/**
 * `identity` stands before the first leaf of all, `ahead` (if any) before that of this row. `tree`: copies the value of an aligned subtree before leaf `low` to
 * a number of `values`.
 */
export function carryChain(how: Combination, low: number, identity: ArrayLike<number>, ahead: ArrayLike<number> | undefined, tree: (start: number, level: number, values: Numbers, at: number) => void): CarryChain {
  const { width } = how, values = new Float64Array((2 * carryLevels + 3) * width), carries = carryLevels * width, current = 2 * carryLevels * width, total = current + width, first = total + width;
  let next = low;
  const copy = (to: number, from: number): void => { for (let f = 0; f < width; f++) values[to + f] = values[from + f]!; };
  for (let f = 0; f < width; f++) values[first + f] = values[current + f] = (ahead ?? identity)[f]!;
  /** What goes before leaf `n`, whose lowest digit is `level`, from that digit's subtree. */
  const carry = (n: number, level: number): void => {
    const rest = n - 2 ** level, subtree = level * width;
    if (rest > 0) how.combine(values, current, carries + lowestDigit(rest) * width, subtree);
    else if (ahead) how.combine(values, current, first, subtree);
    else copy(current, subtree);
    copy(carries + level * width, current);
  };
  let start = 0;
  for (let level = carryLevels - 1; level >= 0; level--) {
    if (Math.floor(low / 2 ** level) % 2 === 0) continue;
    tree(start, level, values, level * width);
    start += 2 ** level;
    carry(start, level);
  }
  return {
    at: current,
    values,
    push(totals, from) {
      for (let f = 0; f < width; f++) values[total + f] = totals[from + f]!;
      let level = 0;
      for (let rest = next; rest % 2 === 1; rest = (rest - 1) / 2, level++) how.combine(values, total, level * width, total);
      copy(level * width, total);
      carry(++next, level);
    },
  };
}

/** The exponent of the lowest set binary digit. */
export function lowestDigit(k: number): number {
  let level = 0;
  for (let rest = k; rest % 2 === 0; rest /= 2) level++;
  return level;
}
