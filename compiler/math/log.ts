// log, log1p, log2 and log10: x = 2^k m with m in [sqrt(1/2), sqrt(2)), then the series of the inverse hyperbolic tangent.
//
//   log m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...),  s = f / (2 + f),  f = m - 1,  |s| <= 0.172
//
// log itself uses 2 s = f - s f, so that only a small correction is rounded. The others need log m as a pair of doubles.
import { fromWords, highWord, lowWord } from "../ops/scalar.ts";
import { dividePairs, fastTwoSum, multiplyPairs, twoSum } from "./doubleDouble.ts";
import type { DoubleDouble } from "./doubleDouble.ts";

const ln2High = 6.93147180369123816490e-1, ln2Low = 1.90821492927058770002e-10;

/** x = 2^k m for positive finite x. */
interface Parts {
  readonly k: number;
  readonly m: number;
}

function parts(x: number): Parts {
  let k = -1023, y = x;
  if (x < 2.2250738585072014e-308) {
    y = x * 18014398509481984;
    k = -1077;
  }
  const high = highWord(y), fraction = high & 0xfffff;
  // 0x6a09e: the fraction of the square root of 2. Above it the exponent is one more and m below 1.
  const above = fraction >= 0x6a09e ? 1 : 0;
  return { k: k + (high >> 20) + above, m: fromWords(fraction | (above === 1 ? 0x3fe00000 : 0x3ff00000), lowWord(y)) };
}

/** 2 (1/3 + z/5 + z^2/7 + ...) for z = s^2 <= 0.0295. */
function seriesFromThird(z: number): number {
  return 2 / 3 + z * seriesFromFifth(z);
}
function seriesFromFifth(z: number): number {
  return 2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11 + z * (2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21 + z * (2 / 23 + z * (2 / 25))))))))));
}

/** log(1 + fh + fl) to about 2^-65, for 1 + f in [sqrt(1/2), sqrt(2)). */
function logOfOnePlus(fh: number, fl: number): DoubleDouble {
  const d = twoSum(2, fh);
  const s = dividePairs(fh, fl, d.hi, d.lo + fl);
  const square = multiplyPairs(s.hi, s.lo, s.hi, s.lo);
  const cube = multiplyPairs(square.hi, square.lo, s.hi, s.lo);
  const third = multiplyPairs(cube.hi, cube.lo, 0.6666666666666666, 3.700743415417188e-17);
  const rest = cube.hi * square.hi * seriesFromFifth(square.hi);
  const a = fastTwoSum(2 * s.hi, third.hi);
  return fastTwoSum(a.hi, a.lo + ((2 * s.lo + third.lo) + rest));
}

/** log x as a pair, to about 2^-65, for positive finite x. */
export function logPair(x: number): DoubleDouble {
  const { k, m } = parts(x);
  const l = logOfOnePlus(m - 1, 0);
  const a = twoSum(k * ln2High, l.hi);
  return fastTwoSum(a.hi, a.lo + (l.lo + k * ln2Low));
}

/** What all logarithms give where x has none: NaN below 0, -Infinity at 0, x itself at Infinity and NaN. */
function logOfOddity(x: number): number {
  return x < 0 ? NaN : x === 0 ? -Infinity : x;
}

export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return logOfOddity(x);
  const { k, m } = parts(x);
  const f = m - 1, s = f / (2 + f), z = s * s;
  const a = twoSum(k * ln2High, f);
  return a.hi + (a.lo - (s * (f - z * seriesFromThird(z)) - k * ln2Low));
}

export function log1p(x: number): number {
  if (!(x > -1 && x < Infinity)) return x < -1 ? NaN : x === -1 ? -Infinity : x;
  // x^2 / 2 is below half an ulp; this keeps -0 too.
  if (Math.abs(x) < 1e-16) return x;
  const u = twoSum(1, x);
  const { k, m } = parts(u.hi);
  // The low part, scaled as u.hi was; above 2^60 it no longer counts.
  const low = k < 60 ? u.lo * (m / u.hi) : 0;
  const f = twoSum(m - 1, low);
  const l = logOfOnePlus(f.hi, f.lo);
  const a = twoSum(k * ln2High, l.hi);
  return a.hi + (a.lo + (l.lo + k * ln2Low));
}

export function log2(x: number): number {
  if (!(x > 0 && x < Infinity)) return logOfOddity(x);
  const { k, m } = parts(x);
  const l = logOfOnePlus(m - 1, 0);
  const r = multiplyPairs(l.hi, l.lo, 1.4426950408889634, 2.0355273740931033e-17);
  const a = twoSum(k, r.hi);
  return a.hi + (a.lo + r.lo);
}

export function log10(x: number): number {
  if (!(x > 0 && x < Infinity)) return logOfOddity(x);
  const { k, m } = parts(x);
  const l = logOfOnePlus(m - 1, 0);
  const r = multiplyPairs(l.hi, l.lo, 0.4342944819032518, 1.098319650216765e-17);
  // log10(2) in two parts; k times the first is exact.
  const a = twoSum(k * 3.01029995663611771306e-1, r.hi);
  return a.hi + (a.lo + (r.lo + k * 3.69423907715893078616e-13));
}
