// x modulo pi/2 as a pair of doubles, for every double.
//
//   x = (4 j + quadrant) pi/2 + hi + lo,   |hi| <= pi/4 and a little
//
// Up to 2^20 pi/2 three parts of pi/2 are subtracted, each with so few bits that its multiple is exact (Cody and Waite). Above, the bits of 2/pi
// that can matter are multiplied by the 53 bits of x (Payne and Hanek, Radian reduction for trigonometric functions, SIGNUM 1983).
import { fromWords, highWord, lowWord, powerOfTwo } from "../ops/scalar.ts";
import { fastTwoSum, multiplyPairs, twoSum } from "./doubleDouble.ts";

export interface Reduced {
  readonly hi: number;
  readonly lo: number;
  /** 0, 1, 2 or 3. */
  readonly quadrant: number;
}

/** For finite x. */
export function reduceByQuarterTurns(x: number): Reduced {
  if (Math.abs(x) <= 0.7853981633974483) return { hi: x, lo: 0, quadrant: 0 };
  if (Math.abs(x) < 1647000) return reduceSmall(x);
  return reduceLarge(x);
}

function reduceSmall(x: number): Reduced {
  const n = Math.floor(x * 0.6366197723675814 + 0.5);
  const a = twoSum(x - n * 1.5707963267341256, -(n * 6.077100506303966e-11));
  const b = twoSum(a.hi, -(n * 2.0222662487111665e-21));
  const r = fastTwoSum(b.hi, (a.lo + b.lo) - n * 8.4784276603689e-32);
  return { hi: r.hi, lo: r.lo, quadrant: n - 4 * Math.floor(n / 4) };
}

/** Bits 24 k + 1 to 24 k + 24 of 2/pi behind the point. */
function twoOverPi(k: number): number {
  if (k < 8) return k < 4 ? (k < 2 ? (k < 1 ? 0xa2f983 : 0x6e4e44) : (k < 3 ? 0x1529fc : 0x2757d1)) : (k < 6 ? (k < 5 ? 0xf534dd : 0xc0db62) : (k < 7 ? 0x95993c : 0x439041));
  if (k < 16) return k < 12 ? (k < 10 ? (k < 9 ? 0xfe5163 : 0xabdebb) : (k < 11 ? 0xc561b7 : 0x246e3a)) : (k < 14 ? (k < 13 ? 0x424dd2 : 0xe00649) : (k < 15 ? 0x2eea09 : 0xd1921c));
  if (k < 24) return k < 20 ? (k < 18 ? (k < 17 ? 0xfe1deb : 0x1cb129) : (k < 19 ? 0xa73ee8 : 0x8235f5)) : (k < 22 ? (k < 21 ? 0x2ebb44 : 0x84e99c) : (k < 23 ? 0x7026b4 : 0x5f7e41));
  if (k < 32) return k < 28 ? (k < 26 ? (k < 25 ? 0x3991d6 : 0x398353) : (k < 27 ? 0x39f49c : 0x845f8b)) : (k < 30 ? (k < 29 ? 0xbdf928 : 0x3b1ff8) : (k < 31 ? 0x97ffde : 0x05980f));
  if (k < 40) return k < 36 ? (k < 34 ? (k < 33 ? 0xef2f11 : 0x8b5a0a) : (k < 35 ? 0x6d1f6d : 0x367ecf)) : (k < 38 ? (k < 37 ? 0x27cb09 : 0xb74f46) : (k < 39 ? 0x3f669e : 0x5fea2d));
  if (k < 48) return k < 44 ? (k < 42 ? (k < 41 ? 0x7527ba : 0xc7ebe5) : (k < 43 ? 0xf17b3d : 0x0739f7)) : (k < 46 ? (k < 45 ? 0x8a5292 : 0xea6bfb) : (k < 47 ? 0x5fb11f : 0x8d5d08));
  return k < 52 ? (k < 50 ? (k < 49 ? 0x560330 : 0x46fc7b) : (k < 51 ? 0x6babf0 : 0xcfbc20)) : (k < 54 ? (k < 53 ? 0x9af436 : 0x1da9e3) : (k < 55 ? 0x91615e : 0xe61b08));}

/** t modulo 4, exactly. */
function modulo4(t: number): number {
  return t - 4 * Math.floor(t / 4);
}

function reduceLarge(x: number): Reduced {
  // |x| = m 2^e with a whole m of 53 bits, cut into digits of 24 bits.
  const high = highWord(x) & 0x7fffffff, e = (high >> 20) - 1075;
  const m = fromWords((high & 0xfffff) | 0x43300000, lowWord(x));
  const m2 = Math.floor(m / 281474976710656), rest = m - m2 * 281474976710656;
  const m1 = Math.floor(rest / 16777216), m0 = rest - m1 * 16777216;
  // Digits of 2/pi that give multiples of 4 whatever m is are left out; eight from there on reach 2^-138.
  const first = e >= 26 ? Math.floor((e - 2) / 24) : 0;
  const w0 = twoOverPi(first), w1 = twoOverPi(first + 1), w2 = twoOverPi(first + 2), w3 = twoOverPi(first + 3);
  const w4 = twoOverPi(first + 4), w5 = twoOverPi(first + 5), w6 = twoOverPi(first + 6), w7 = twoOverPi(first + 7);
  // Digit k of the product weighs 2^(top - 24 k); each is a sum of at most three products below 2^48, hence exact.
  const top = e - 24 * (first + 1) + 48, weight = powerOfTwo(top), step = powerOfTwo(-24);
  const t0 = modulo4(m2 * w0 * weight);
  const t1 = modulo4((m2 * w1 + m1 * w0) * weight * step);
  const t2 = modulo4((m2 * w2 + m1 * w1 + m0 * w0) * weight * step * step);
  const t3 = modulo4((m2 * w3 + m1 * w2 + m0 * w1) * weight * step * step * step);
  const t4 = modulo4((m2 * w4 + m1 * w3 + m0 * w2) * weight * step * step * step * step);
  const small = weight * step * step * step * step * step;
  const t5 = (m2 * w5 + m1 * w4 + m0 * w3) * small;
  const t6 = (m2 * w6 + m1 * w5 + m0 * w4) * small * step;
  const t7 = (m2 * w7 + m1 * w6 + m0 * w5) * small * step * step;
  // Turns are taken off after each of the large terms, so that the bits of a small remainder survive.
  const a = twoSum(t0, t1);
  const n0 = Math.floor(a.hi + 0.5);
  const b = twoSum(a.hi - n0, t2);
  const n1 = Math.floor(b.hi + 0.5);
  const c = twoSum(b.hi - n1, t3);
  const n2 = Math.floor(c.hi + 0.5);
  const d = twoSum(c.hi - n2, t4);
  const n3 = Math.floor(d.hi + 0.5);
  const turns = n0 + n1 + n2 + n3;
  const f = twoSum(d.hi - n3, t5);
  const g = twoSum(f.hi, t6);
  const s = twoSum(g.hi, a.lo + b.lo + c.lo + d.lo + f.lo + g.lo + t7);
  const r = multiplyPairs(s.hi, s.lo, 1.5707963267948966, 6.123233995736766e-17);
  const quadrant = modulo4(x < 0 ? -turns : turns);
  return x < 0 ? { hi: -r.hi, lo: -r.lo, quadrant } : { hi: r.hi, lo: r.lo, quadrant };
}
