// pow: e^(y log |x|) with the logarithm as a pair of doubles, and ECMAScript's special cases (Number::exponentiate).
import { highWord } from "../ops/scalar.ts";
import { multiplyPairs } from "./doubleDouble.ts";
import { expand, reducedExp } from "./exp.ts";
import { logPair } from "./log.ts";

export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x !== x || y !== y) return NaN;
  if (y === 1) return x;
  if (y === 2) return x * x;
  const base = Math.abs(x), integer = Math.floor(y) === y;
  // From 2^53 on every double is even.
  const odd = integer && Math.abs(y) < 9007199254740992 && 2 * Math.floor(y / 2) !== y;
  if (Math.abs(y) === Infinity) return base === 1 ? NaN : base > 1 === y > 0 ? Infinity : 0;
  // The sign bit counts, so that (-0)^-3 is -Infinity.
  const sign = odd && highWord(x) < 0 ? -1 : 1;
  if (base === 0 || base === Infinity) return sign * (base === 0 === y > 0 ? 0 : Infinity);
  if (x < 0 && !integer) return NaN;
  if (base === 1) return sign;
  const l = logPair(base);
  const estimate = y * l.hi;
  if (estimate > 710) return sign * Infinity;
  if (estimate < -746) return sign * 0;
  const p = multiplyPairs(l.hi, l.lo, y, 0);
  const e = reducedExp(p.hi, p.lo);
  return sign * expand(e.hi, e.lo, e.k);
}
