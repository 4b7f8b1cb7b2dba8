// Pairs of doubles that stand for their exact sum: about 106 bits, for the few steps of the functions here where 53 are not enough.
//
// As all of compiler/math this is the kernel language: the compiler lowers these very functions into kernels, so that every backend, and an
// uncompiled run, gives the same bits. There is no fused multiply-add anywhere; products are split by Dekker's method.
// Source: T. J. Dekker, A floating-point technique for extending the available precision, Numer. Math. 18 (1971).

/** hi + lo, with |lo| at most half an ulp of hi. */
export interface DoubleDouble {
  readonly hi: number;
  readonly lo: number;
}

/** a + b, exactly. */
export function twoSum(a: number, b: number): DoubleDouble {
  const hi = a + b, t = hi - a;
  return { hi, lo: (a - (hi - t)) + (b - t) };
}

/** a + b, exactly, where |a| >= |b| or a is 0. */
export function fastTwoSum(a: number, b: number): DoubleDouble {
  const hi = a + b;
  return { hi, lo: b - (hi - a) };
}

/** a * b, exactly, unless something over- or underflows. Both below 2^996. */
export function twoProduct(a: number, b: number): DoubleDouble {
  const hi = a * b;
  const ca = 134217729 * a, ah = ca - (ca - a), al = a - ah;
  const cb = 134217729 * b, bh = cb - (cb - b), bl = b - bh;
  return { hi, lo: ((ah * bh - hi) + ah * bl + al * bh) + al * bl };
}

/** (ah + al) * (bh + bl), to about 2^-102. */
export function multiplyPairs(ah: number, al: number, bh: number, bl: number): DoubleDouble {
  const p = twoProduct(ah, bh);
  return fastTwoSum(p.hi, p.lo + (ah * bl + al * bh));
}

/** (ah + al) / (bh + bl), to about 2^-101. */
export function dividePairs(ah: number, al: number, bh: number, bl: number): DoubleDouble {
  const q = ah / bh;
  const p = twoProduct(q, bh);
  return fastTwoSum(q, (((ah - p.hi) - p.lo) + (al - q * bl)) / bh);
}

/** The square root of hi + lo > 0, to about 2^-101. */
export function rootOfPair(hi: number, lo: number): DoubleDouble {
  const root = Math.sqrt(hi);
  const p = twoProduct(root, root);
  return fastTwoSum(root, (((hi - p.hi) - p.lo) + lo) / (2 * root));
}
