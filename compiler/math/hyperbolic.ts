// sinh, cosh and tanh, from e^x - 1 as a pair of doubles.
import { powerOfTwo } from "../ops/scalar.ts";
import { dividePairs, fastTwoSum, twoSum } from "./doubleDouble.ts";
import type { DoubleDouble } from "./doubleDouble.ts";
import { reducedExp, scale } from "./exp.ts";

/** e^x / 2 as a pair, for 0 <= x <= 40. */
function halfExp(x: number): DoubleDouble {
  const e = reducedExp(x, 0), power = powerOfTwo(e.k - 1);
  const s = fastTwoSum(1, e.hi);
  return fastTwoSum(power * s.hi, power * (s.lo + e.lo));
}

/** e^x / 2 for x > 20, where e^-x no longer counts. */
function halfOfLargeExp(x: number): number {
  if (x > 710.4758600739439) return Infinity;
  const e = reducedExp(x, 0);
  const s = fastTwoSum(1, e.hi);
  return scale(s.hi + (s.lo + e.lo), e.k - 1);
}

export function sinh(x: number): number {
  const ax = Math.abs(x);
  if (!(ax > 0)) return x;
  if (ax < 1) {
    const z = x * x;
    return x + x * z * (1 / 6 + z * (1 / 120 + z * (1 / 5040 + z * (1 / 362880 + z * (1 / 39916800 + z * (1 / 6227020800 + z * (1 / 1307674368000 + z * (1 / 355687428096000 + z * (1 / 121645100408832000)))))))));
  }
  let value = 0;
  if (ax > 20) value = halfOfLargeExp(ax);
  else {
    const e = halfExp(ax);
    value = e.hi + (e.lo - 0.25 / e.hi);
  }
  return x < 0 ? -value : value;
}

export function cosh(x: number): number {
  const ax = Math.abs(x);
  if (ax !== ax) return ax;
  if (ax > 20) return halfOfLargeExp(ax);
  const e = halfExp(ax), inverse = dividePairs(0.25, 0, e.hi, e.lo);
  const s = fastTwoSum(e.hi, inverse.hi);
  return s.hi + (s.lo + (e.lo + inverse.lo));
}

/** (e^2x - 1) / (e^2x + 1). */
export function tanh(x: number): number {
  const ax = Math.abs(x);
  if (!(ax > 1e-9)) return x;
  if (ax > 22) return x > 0 ? 1 : -1;
  const e = reducedExp(2 * ax, 0), power = powerOfTwo(e.k);
  // e^2x - 1 = (2^k - 1) + 2^k (hi + lo)
  const s = twoSum(power - 1, power * e.hi);
  const n = twoSum(s.hi, s.lo + power * e.lo), d = twoSum(n.hi, 2);
  const q = dividePairs(n.hi, n.lo, d.hi, d.lo + n.lo), value = q.hi + q.lo;
  return x < 0 ? -value : value;
}
