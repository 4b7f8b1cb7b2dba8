// cbrt and hypot: an approximation in doubles, then one correction by the exact remainder.
import { fromWords, highWord, lowWord, powerOfTwo } from "../ops/scalar.ts";
import { fastTwoSum, multiplyPairs, twoProduct } from "./doubleDouble.ts";

export function cbrt(x: number): number {
  const ax = Math.abs(x);
  if (!(ax > 0 && ax < Infinity)) return x;
  const y = ax < 2.2250738585072014e-308 ? ax * 18014398509481984 : ax;
  // y = m 8^q with m in [1, 8).
  const high = highWord(y), e = (high >> 20) - 1023, q = Math.floor(e / 3);
  const m = fromWords((high & 0xfffff) | ((e - 3 * q + 1023) << 20), lowWord(y));
  // A rough parabola, then Halley's method, which triples the digits: 5 percent, 1e-4, 1e-12, 1e-17.
  let r = 0.75 + m * (0.2854 - 0.0165 * m);
  for (let k = 0; k < 3; k++) {
    const cube = r * r * r;
    r = r * ((cube + 2 * m) / (2 * cube + m));
  }
  const square = twoProduct(r, r);
  const cube = multiplyPairs(square.hi, square.lo, r, 0);
  const root = (r + ((m - cube.hi) - cube.lo) / (3 * square.hi)) * powerOfTwo(ax < 2.2250738585072014e-308 ? q - 18 : q);
  return x < 0 ? -root : root;
}

export function hypot(x: number, y: number): number {
  const ax = Math.abs(x), ay = Math.abs(y);
  if (ax === Infinity || ay === Infinity) return Infinity;
  if (ax !== ax || ay !== ay) return NaN;
  const large = Math.max(ax, ay), small = Math.min(ax, ay);
  // The smaller one is below half an ulp; this covers 0 too.
  if (small <= large * 1e-17) return large;
  const up = large > 1e150 ? powerOfTwo(-600) : large < 1e-150 ? powerOfTwo(600) : 1, down = 1 / up;
  const a = twoProduct(large * up, large * up), b = twoProduct(small * up, small * up);
  const s = fastTwoSum(a.hi, b.hi), low = s.lo + (a.lo + b.lo);
  const root = Math.sqrt(s.hi), square = twoProduct(root, root);
  return (root + (((s.hi - square.hi) - square.lo) + low) / (2 * root)) * down;
}
