// Roots of unity and the lengths that Fourier transforms are cut into: plain arithmetic, so that every engine computes the same bits (`Math.cos` is each
// engine's own). Shared by the runtime and the compiler's reference, through abi.ts.

/** Complex numbers, one after the other. */
export interface ComplexList {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** exp(-2 pi i k / n) for each k below n: sine and cosine of less than an eighth of a turn, by their series. */
export function rootsOfUnity(n: number): ComplexList {
  const re = new Float64Array(n), im = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const octant = Math.floor((8 * k) / n), rest = 8 * k - octant * n, angle = 0.7853981633974483 * ((octant % 2 === 0 ? rest : n - rest) / n);
    const near = cosine(angle), far = sine(angle), swap = octant % 4 === 1 || octant % 4 === 2, c = swap ? far : near, s = swap ? near : far;
    re[k] = octant >= 2 && octant < 6 ? -c : c;
    im[k] = octant < 4 ? -s : s;
  }
  return { re, im };
}

function cosine(x: number): number {
  const z = x * x;
  return 1 - (0.5 * z - z * z * (1 / 24 + z * (-1 / 720 + z * (1 / 40320 + z * (-1 / 3628800 + z * (1 / 479001600 + z * (-1 / 87178291200 + z * (1 / 20922789888000))))))));
}

function sine(x: number): number {
  const z = x * x;
  return x + x * z * (-1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362880 + z * (-1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368000 + z * (1 / 355687428096000))))))));
}

/** The radices of a length, in the order of the stages: 4, 2, 3, 5; undefined where it has other prime factors. */
export function radicesOf(n: number): readonly number[] | undefined {
  const radices: number[] = [];
  let rest = n;
  for (const radix of [4, 2, 3, 5]) for (; rest > 1 && rest % radix === 0; rest /= radix) radices.push(radix);
  return rest <= 1 ? radices : undefined;
}

/** How many of the first radices go before the others where ranks have parts of the elements: their product is nearest to the product of the others. */
export function firstRadices(radices: readonly number[]): number {
  const products = [1];
  for (const radix of radices) products.push(products.at(-1)! * radix);
  const whole = products.at(-1)!, ratio = (k: number): number => Math.max(products[k]! ** 2 / whole, whole / products[k]! ** 2);
  return products.reduce((best, _, k) => (ratio(k) < ratio(best) ? k : best), 0);
}

/** The power of 2 that Bluestein's convolution of a length is done in. */
export function convolutionLength(n: number): number {
  let length = 1;
  while (length < 2 * n - 1) length *= 2;
  return length;
}

/** exp(-pi i k^2 / n) for each k below n. */
export function chirp(n: number): ComplexList {
  const roots = rootsOfUnity(2 * n), re = new Float64Array(n), im = new Float64Array(n);
  for (let k = 0, square = 0; k < n; square = (square + 2 * k + 1) % (2 * n), k++) {
    re[k] = roots.re[square]!;
    im[k] = roots.im[square]!;
  }
  return { re, im };
}
