// Elementary functions on whole numbers that stand for x * 2^bits: slow, obvious, and far more exact than a double. What `compiler/math` is
// measured against.
export interface FixedPoint {
  readonly bits: number;
  of(x: number): bigint;
  exp(x: bigint): bigint;
  log(x: bigint): bigint;
  sin(x: bigint): bigint;
  cos(x: bigint): bigint;
  atan(x: bigint): bigint;
  sqrt(x: bigint): bigint;
  divide(a: bigint, b: bigint): bigint;
  multiply(a: bigint, b: bigint): bigint;
  readonly pi: bigint;
  readonly one: bigint;
  /** |double - exact| in units in the last place of the double. */
  ulps(double: number, exact: bigint): number;
}

export function fixedPoint(bits: number): FixedPoint {
  const shift = BigInt(bits), one = 1n << shift;
  const multiply = (a: bigint, b: bigint): bigint => (a * b) >> shift;
  const divide = (a: bigint, b: bigint): bigint => (a << shift) / b;
  const of = (x: number): bigint => {
    const { mantissa, exponent } = decompose(x);
    return exponent + bits >= 0 ? mantissa << BigInt(exponent + bits) : mantissa >> BigInt(-exponent - bits);
  };
  const sqrt = (x: bigint): bigint => integerRoot(x << shift);
  const exp = (x: bigint): bigint => {
    const halvings = 40n;
    const small = x >> halvings;
    let value = one, term = one;
    for (let n = 1n; term !== 0n && term !== -1n; n++) value += term = ((term * small) >> shift) / n;
    for (let k = 0n; k < halvings; k++) value = multiply(value, value);
    return value;
  };
  const atan = (x: bigint): bigint => {
    if (x < 0n) return -atan(-x);
    let t = x;
    const halvings = 8;
    for (let k = 0; k < halvings; k++) t = divide(t, one + sqrt(one + multiply(t, t)));
    const square = multiply(t, t);
    let total = t, power = t;
    for (let n = 3n, sign = -1n; power !== 0n; n += 2n, sign = -sign) {
      power = multiply(power, square);
      total += (sign * power) / n;
    }
    return total << BigInt(halvings);
  };
  const pi = 4n * atan(one);
  const sin = (x: bigint): bigint => {
    const turn = 2n * pi;
    const y = ((x % turn) + turn) % turn;
    return alternating(y, y, 2n);
  };
  const cos = (x: bigint): bigint => sin(x + pi / 2n);
  /** first - first y^2/(n (n+1)) + ... */
  function alternating(first: bigint, y: bigint, from: bigint): bigint {
    const square = multiply(y, y);
    let term = first, total = first;
    for (let n = from; term !== 0n && term !== -1n; n += 2n) total += term = -(multiply(term, square) / (n * (n + 1n)));
    return total;
  }
  const log = (x: bigint): bigint => {
    // Newton's method on exp, from the double's logarithm.
    const length = x.toString(2).length;
    let y = of((length - bits) * Math.LN2);
    for (let k = 0; k < 12; k++) {
      const e = exp(y);
      y += (2n * (x - e) << shift) / (x + e);
    }
    return y;
  };
  const ulps = (double: number, exact: bigint): number => {
    const { exponent } = decompose(double);
    const unit = exponent + bits;
    const difference = of(double) - exact;
    const magnitude = difference < 0n ? -difference : difference;
    return Number((magnitude * 1000n) >> BigInt(unit)) / 1000;
  };
  return { bits, of, exp, log, sin, cos, atan, sqrt, divide, multiply, pi, one, ulps };
}

/** x = mantissa * 2^exponent with 2^52 <= |mantissa| < 2^53, or the exponent of subnormal numbers. */
function decompose(x: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const word = view.getBigUint64(0), biased = Number((word >> 52n) & 0x7ffn), fraction = word & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: word >> 63n ? -mantissa : mantissa, exponent: Math.max(biased, 1) - 1075 };
}

function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}
