// sin, cos and tan: reduction to a quarter turn, then the Taylor series on |r| <= pi/4 with the low part of r brought in.
import { dividePairs, fastTwoSum } from "./doubleDouble.ts";
import type { DoubleDouble } from "./doubleDouble.ts";
import { reduceByQuarterTurns } from "./reduce.ts";

/** sin(x + y) for |x| <= 0.79 and |y| far below it: a double and a correction. */
function sinOfPair(x: number, y: number): DoubleDouble {
  const z = x * x;
  const series = -1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362880 + z * (-1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368000 + z * (1 / 355687428096000)))))));
  return { hi: x, lo: z * x * series + (y - 0.5 * z * y) };
}

/** cos(x + y), likewise. */
function cosOfPair(x: number, y: number): DoubleDouble {
  const z = x * x;
  const series = 1 / 24 + z * (-1 / 720 + z * (1 / 40320 + z * (-1 / 3628800 + z * (1 / 479001600 + z * (-1 / 87178291200 + z * (1 / 20922789888000))))));
  const half = 0.5 * z;
  const s = fastTwoSum(1, -half);
  return { hi: s.hi, lo: s.lo + (z * z * series - x * y) };
}

export function sin(x: number): number {
  if (x === 0) return x;
  if (!(Math.abs(x) < Infinity)) return NaN;
  const r = reduceByQuarterTurns(x);
  const even = r.quadrant === 0 || r.quadrant === 2;
  const value = even ? sinOfPair(r.hi, r.lo) : cosOfPair(r.hi, r.lo);
  return r.quadrant < 2 ? value.hi + value.lo : -(value.hi + value.lo);
}

export function cos(x: number): number {
  if (!(Math.abs(x) < Infinity)) return NaN;
  const r = reduceByQuarterTurns(x);
  const even = r.quadrant === 0 || r.quadrant === 2;
  const value = even ? cosOfPair(r.hi, r.lo) : sinOfPair(r.hi, r.lo);
  return r.quadrant === 0 || r.quadrant === 3 ? value.hi + value.lo : -(value.hi + value.lo);
}

export function tan(x: number): number {
  if (x === 0) return x;
  if (!(Math.abs(x) < Infinity)) return NaN;
  const r = reduceByQuarterTurns(x);
  const s = sinOfPair(r.hi, r.lo), c = cosOfPair(r.hi, r.lo);
  const sn = fastTwoSum(s.hi, s.lo), cs = fastTwoSum(c.hi, c.lo);
  const even = r.quadrant === 0 || r.quadrant === 2;
  const q = even ? dividePairs(sn.hi, sn.lo, cs.hi, cs.lo) : dividePairs(-cs.hi, -cs.lo, sn.hi, sn.lo);
  return q.hi + q.lo;
}
