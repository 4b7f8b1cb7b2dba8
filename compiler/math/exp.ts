// exp and expm1: reduction by multiples of ln 2, then the Taylor series on |r| <= 0.35.
//
//   e^x = 2^k * e^r,  k = round(x / ln 2),  e^r - 1 = r + r^2 (1/2! + r/3! + ... + r^11/13!)
import { powerOfTwo } from "../ops/scalar.ts";
import { fastTwoSum, twoSum } from "./doubleDouble.ts";

const log2e = 1.4426950408889634;
/** ln 2 in two parts; the first has 33 bits, so that k times it is exact. */
const ln2High = 6.93147180369123816490e-1, ln2Low = 1.90821492927058770002e-10;

/** e^(x + y) = 2^k (1 + hi + lo) for |x| <= 1100 and |y| far below |x|. */
export interface ReducedExponential {
  readonly hi: number;
  readonly lo: number;
  readonly k: number;
}

export function reducedExp(x: number, y: number): ReducedExponential {
  const k = Math.floor(x * log2e + 0.5);
  const r = twoSum(x - k * ln2High, y - k * ln2Low);
  const z = r.hi;
  const series = 1 / 2 + z * (1 / 6 + z * (1 / 24 + z * (1 / 120 + z * (1 / 720 + z * (1 / 5040 + z * (1 / 40320 + z * (1 / 362880 +
    z * (1 / 3628800 + z * (1 / 39916800 + z * (1 / 479001600 + z * (1 / 6227020800)))))))))));
  const s = fastTwoSum(z, z * z * series);
  return { hi: s.hi, lo: s.lo + (r.lo + r.lo * z), k };
}

/** y * 2^k, rounded once, for |y| in about [0.5, 2] and -1100 <= k <= 1024. */
export function scale(y: number, k: number): number {
  const half = Math.floor(k / 2);
  return y * powerOfTwo(half) * powerOfTwo(k - half);
}

/** 2^k (1 + hi + lo). */
export function expand(hi: number, lo: number, k: number): number {
  const s = fastTwoSum(1, hi);
  return scale(s.hi + (s.lo + lo), k);
}

export function exp(x: number): number {
  if (x !== x) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const e = reducedExp(x, 0);
  return expand(e.hi, e.lo, e.k);
}

export function expm1(x: number): number {
  if (x !== x || x === 0) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -40) return -1;
  const e = reducedExp(x, 0);
  if (e.k === 0) return e.hi + e.lo;
  if (e.k > 60) return expand(e.hi, e.lo, e.k);
  const power = powerOfTwo(e.k);
  const s = twoSum(power, power * e.hi);
  const t = twoSum(s.hi, -1);
  return t.hi + (t.lo + (s.lo + power * e.lo));
}
