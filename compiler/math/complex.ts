// Complex numbers as records `{ re, im }`: kernel functions, and plain functions of uncompiled programs. Computed in doubles; of f32 fields the results are
// rounded at the end, as those of `Math` are.
import { exp } from "./exp.ts";
import { hypot } from "./roots.ts";
import { cos, sin } from "./trig.ts";

export interface Complex {
  readonly re: number;
  readonly im: number;
}

export function cadd(a: Complex, b: Complex): Complex {
  return { re: a.re + b.re, im: a.im + b.im };
}

export function csub(a: Complex, b: Complex): Complex {
  return { re: a.re - b.re, im: a.im - b.im };
}

export function cmul(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

/** Smith's method: does not overflow where the quotient does not (R. L. Smith, Algorithm 116, CACM 1962). */
export function cdiv(a: Complex, b: Complex): Complex {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    // Division by zero as NumPy does it.
    if (b.re === 0 && b.im === 0) return { re: a.re / Math.abs(b.re), im: a.im / Math.abs(b.re) };
    const ratio = b.im / b.re, scale = b.re + b.im * ratio;
    return { re: (a.re + a.im * ratio) / scale, im: (a.im - a.re * ratio) / scale };
  }
  const ratio = b.re / b.im, scale = b.re * ratio + b.im;
  return { re: (a.re * ratio + a.im) / scale, im: (a.im * ratio - a.re) / scale };
}

export function conj(a: Complex): Complex {
  return { re: a.re, im: -a.im };
}

export function cabs(a: Complex): number {
  return hypot(a.re, a.im);
}

/** The square of the absolute value. */
export function cabs2(a: Complex): number {
  return a.re * a.re + a.im * a.im;
}

export function cexp(a: Complex): Complex {
  const size = exp(a.re);
  // So that an infinite or vanishing size does not turn 0 into NaN.
  if (a.im === 0) return { re: size, im: a.im };
  if (size === 0) return { re: 0, im: 0 };
  return { re: size * cos(a.im), im: size * sin(a.im) };
}
