// atan, atan2, asin and acos, all from one thing: the angle of the point (x, y) in the first octant.
//
//   y/x in [0, 1],  c = k/8 next to it,   angle = atan(c) + atan(t),   t = (y - c x) / (x + c y),   |t| <= 1/16
//
// with atan(c) from a table and atan(t) by its Taylor series. asin x is the angle of (sqrt(1 - x^2), x), acos x that of (x, sqrt(1 - x^2)).
import { highWord, powerOfTwo } from "../ops/scalar.ts";
import { dividePairs, fastTwoSum, multiplyPairs, rootOfPair, twoProduct, twoSum } from "./doubleDouble.ts";
import type { DoubleDouble } from "./doubleDouble.ts";

const halfPiHigh = 1.5707963267948966, halfPiLow = 6.123233995736766e-17;
const piHigh = 3.141592653589793, piLow = 1.2246467991473532e-16;

/** atan(k / 8) for k = 0 .. 8: its double, and what that lacks. */
function tableHigh(k: number): number {
  return k < 4
    ? (k < 2 ? (k < 1 ? 0 : 0.12435499454676144) : (k < 3 ? 0.24497866312686414 : 0.35877067027057225))
    : (k < 6 ? (k < 5 ? 0.4636476090008061 : 0.5585993153435624) : (k < 7 ? 0.6435011087932844 : (k < 8 ? 0.7188299996216245 : 0.7853981633974483)));
}
function tableLow(k: number): number {
  return k < 4
    ? (k < 2 ? (k < 1 ? 0 : -3.1253241424539383e-18) : (k < 3 ? 1.0698755618734451e-17 : -2.4623815582638635e-17))
    : (k < 6 ? (k < 5 ? 2.2698777452961687e-17 : -5.4556305485916264e-18) : (k < 7 ? 1.5834785051444286e-17 : (k < 8 ? -2.1478388444456983e-17 : 3.061616997868383e-17)));
}

/** The angle of (xh + xl, yh + yl), for 0 <= y <= x, x > 0. */
function octantAngle(yh: number, yl: number, xh: number, xl: number): DoubleDouble {
  const k = Math.floor(8 * (yh / xh) + 0.5), c = k / 8;
  const cx = twoProduct(c, xh), cy = twoProduct(c, yh);
  const n = twoSum(yh, -cx.hi), d = fastTwoSum(xh, cy.hi);
  const t = dividePairs(n.hi, n.lo + ((yl - cx.lo) - c * xl), d.hi, d.lo + ((xl + cy.lo) + c * yl));
  const z = t.hi * t.hi;
  const series = -1 / 3 + z * (1 / 5 + z * (-1 / 7 + z * (1 / 9 + z * (-1 / 11 + z * (1 / 13)))));
  const s = twoSum(tableHigh(k), t.hi);
  return fastTwoSum(s.hi, s.lo + (tableLow(k) + (t.lo + t.hi * z * series)));
}

/** The angle of a point in the first quadrant, 0 .. pi/2. Not both coordinates 0. */
function quadrantAngle(yh: number, yl: number, xh: number, xl: number): DoubleDouble {
  if (yh <= xh) return octantAngle(yh, yl, xh, xl);
  const a = octantAngle(xh, xl, yh, yl);
  const s = fastTwoSum(halfPiHigh, -a.hi);
  return fastTwoSum(s.hi, s.lo + (halfPiLow - a.lo));
}

export function atan(x: number): number {
  // Below 2^-27 the cube is nothing; this keeps -0 and NaN too.
  if (!(Math.abs(x) > 7e-9)) return x;
  if (Math.abs(x) > 1e17) return x > 0 ? halfPiHigh : -halfPiHigh;
  const a = quadrantAngle(Math.abs(x), 0, 1, 0), angle = a.hi + a.lo;
  return x < 0 ? -angle : angle;
}

export function atan2(y: number, x: number): number {
  if (x !== x || y !== y) return NaN;
  const left = highWord(x) < 0, below = highWord(y) < 0;
  const ax = Math.abs(x), ay = Math.abs(y);
  let hi = 0, lo = 0;
  if (ay === 0) {
    hi = 0;
  } else if (ax === 0 || (ay === Infinity && ax < Infinity)) {
    hi = halfPiHigh;
    lo = halfPiLow;
  } else if (ax === Infinity) {
    hi = ay === Infinity ? 0.7853981633974483 : 0;
    lo = ay === Infinity ? 3.061616997868383e-17 : 0;
  } else {
    const larger = Math.max(ax, ay);
    // Scaled so that products neither over- nor underflow.
    const factor = larger > 1e150 ? powerOfTwo(-600) : larger < 1e-150 ? powerOfTwo(600) : 1;
    const sx = ax * factor, sy = ay * factor;
    if (sy < sx * 1e-17) {
      // The angle is the quotient; on the left side it is too small to be seen beside pi.
      if (!left) {
        const quotient = ay / ax;
        return below ? -quotient : quotient;
      }
      hi = 0;
    } else if (sx < sy * 1e-17) {
      hi = halfPiHigh;
      lo = halfPiLow;
    } else {
      const a = quadrantAngle(sy, 0, sx, 0);
      hi = a.hi;
      lo = a.lo;
    }
  }
  if (left) {
    const s = fastTwoSum(piHigh, -hi);
    hi = s.hi;
    lo = s.lo + (piLow - lo);
  }
  const angle = hi + lo;
  return below ? -angle : angle;
}

/** sqrt(1 - x^2) for |x| <= 1. */
function otherLeg(x: number): DoubleDouble {
  const a = twoSum(1, -x), b = twoSum(1, x);
  const p = multiplyPairs(a.hi, a.lo, b.hi, b.lo);
  return rootOfPair(p.hi, p.lo);
}

export function asin(x: number): number {
  const ax = Math.abs(x);
  if (!(ax <= 1)) return NaN;
  if (ax < 7e-9) return x;
  if (ax === 1) return x * halfPiHigh;
  const leg = otherLeg(ax);
  const a = quadrantAngle(ax, 0, leg.hi, leg.lo), angle = a.hi + a.lo;
  return x < 0 ? -angle : angle;
}

export function acos(x: number): number {
  const ax = Math.abs(x);
  if (!(ax <= 1)) return NaN;
  if (ax === 1) return x > 0 ? 0 : piHigh;
  const leg = otherLeg(ax);
  const a = quadrantAngle(leg.hi, leg.lo, ax, 0);
  if (x >= 0) return a.hi + a.lo;
  const s = fastTwoSum(piHigh, -a.hi);
  return s.hi + (s.lo + (piLow - a.lo));
}
