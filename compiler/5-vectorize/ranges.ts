// What values an expression can have: an interval, whether they are integers, and whether NaN or -0 is among them. Every rule is that of the
// operation in the direction of "may": the interval holds at least the values that occur.
//
//   i in [0, 99]     2 * i + 1 in [1, 199] integer, no -0        i % 7 in [0, 6] integer
import type { LaneArithmetic, LaneExpression } from "../ir/lanes.ts";
import type { DType } from "../ir/types.ts";
import { integerRange } from "../ir/types.ts";

export interface Range {
  readonly low: number;
  readonly high: number;
  readonly integer: boolean;
  readonly nan: boolean;
  readonly minusZero: boolean;
}

export const anyNumber: Range = { low: -Infinity, high: Infinity, integer: false, nan: true, minusZero: true };
export const anyInt32: Range = integers(-(2 ** 31), 2 ** 31 - 1);
export const bit: Range = integers(0, 1);

export function integers(low: number, high: number, minusZero = false): Range {
  return { low, high, integer: true, nan: false, minusZero };
}

export const rangeOfConstant = (value: number): Range => ({ low: Number.isNaN(value) ? 0 : value + 0, high: Number.isNaN(value) ? 0 : value + 0, integer: Number.isInteger(value), nan: Number.isNaN(value), minusZero: Object.is(value, -0) });

/** What a load gives: u32 as signed bits. */
export function rangeOfLoad(dtype: DType): Range {
  const known = dtype === "u32" ? undefined : integerRange[dtype];
  return known ? integers(known[0], known[1]) : dtype === "u32" ? anyInt32 : anyNumber;
}

export const isInt32 = (r: Range): boolean => r.integer && !r.nan && r.low >= -(2 ** 31) && r.high <= 2 ** 31 - 1;
/** Integers whose sums and products are exact. */
export const isExact = (r: Range): boolean => r.integer && !r.nan && r.low >= -(2 ** 53) && r.high <= 2 ** 53;

export const join = (a: Range, b: Range): Range => ({
  low: Math.min(a.low, b.low), high: Math.max(a.high, b.high), integer: a.integer && b.integer, nan: a.nan || b.nan, minusZero: a.minusZero || b.minusZero,
});

export const sameRange = (a: Range, b: Range): boolean => a.low === b.low && a.high === b.high && a.integer === b.integer && a.nan === b.nan && a.minusZero === b.minusZero;

const hasZero = (r: Range): boolean => r.low <= 0 && r.high >= 0;
const hasInfinity = (r: Range): boolean => r.low === -Infinity || r.high === Infinity;
const mayBeNegative = (r: Range): boolean => r.low < 0 || r.minusZero;

/** Bounds with NaN among the candidates mean: nothing known on that side. */
function hull(candidates: readonly number[]): { low: number; high: number } {
  if (candidates.some(Number.isNaN)) return { low: -Infinity, high: Infinity };
  return { low: Math.min(...candidates) + 0, high: Math.max(...candidates) + 0 };
}

export function negated(a: Range): Range {
  return { ...a, low: -a.high + 0, high: -a.low + 0, minusZero: hasZero(a) };
}

/** Floating-point arithmetic (f64; f32 rounds the result, see `rounded`). */
export function arithmeticRange(op: LaneArithmetic, a: Range, b: Range): Range {
  const integer = a.integer && b.integer, nan = a.nan || b.nan;
  switch (op) {
    case "add":
      return { ...hull([a.low + b.low, a.high + b.high]), integer, nan: nan || (hasInfinity(a) && hasInfinity(b)), minusZero: a.minusZero && b.minusZero };
    case "sub":
      return { ...hull([a.low - b.high, a.high - b.low]), integer, nan: nan || (hasInfinity(a) && hasInfinity(b)), minusZero: a.minusZero && hasZero(b) };
    case "mul": {
      const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
      const vanish = (hasZero(a) || hasZero(b) || !integer) && (mayBeNegative(a) || mayBeNegative(b));
      return { ...hull(corners), integer, nan: nan || (hasZero(a) && hasInfinity(b)) || (hasInfinity(a) && hasZero(b)), minusZero: vanish };
    }
    case "div": {
      // The quotient of an integer vanishes only with it.
      const whole = a.integer && !hasInfinity(b), minusZero = whole ? (a.minusZero && b.high > 0) || (hasZero(a) && mayBeNegative(b)) : mayBeNegative(a) || mayBeNegative(b);
      if (hasZero(b)) return { ...anyNumber, minusZero };
      return { ...hull([a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high]), integer: false, nan: nan || (hasInfinity(a) && hasInfinity(b)), minusZero };
    }
    case "rem": {
      const magnitude = Math.max(Math.abs(b.low), Math.abs(b.high)), most = b.integer && a.integer ? magnitude - 1 : magnitude;
      return { low: a.low < 0 ? Math.max(a.low, -most) : 0, high: a.high > 0 ? Math.min(a.high, most) : 0, integer, nan: nan || hasInfinity(a) || hasZero(b), minusZero: mayBeNegative(a) };
    }
    default:
      return anyInt32;
  }
}

/** Wrapping 32-bit arithmetic: exact where nothing can wrap. */
export function int32Range(op: LaneArithmetic, a: Range, b: Range): Range {
  if (op === "add" || op === "sub" || op === "mul" || op === "rem") {
    const exact = arithmeticRange(op, a, b);
    return isInt32(exact) ? { ...exact, minusZero: false } : anyInt32;
  }
  const count = b.low === b.high ? b.low & 31 : undefined;
  switch (op) {
    case "and":
      return a.low >= 0 || b.low >= 0 ? integers(0, Math.min(a.low >= 0 ? a.high : Infinity, b.low >= 0 ? b.high : Infinity)) : anyInt32;
    case "or":
    case "xor":
      return a.low >= 0 && b.low >= 0 ? integers(0, 2 ** (32 - Math.clz32(a.high | b.high)) - 1) : anyInt32;
    case "shl": {
      const shifted = count === undefined ? undefined : arithmeticRange("mul", a, rangeOfConstant(2 ** count));
      return shifted && isInt32(shifted) ? { ...shifted, minusZero: false } : anyInt32;
    }
    case "shr":
      return count === undefined ? join(a, integers(Math.min(a.low, 0), Math.max(a.high, 0))) : integers(a.low >> count, a.high >> count);
    case "ushr":
      if (a.low >= 0) return count === undefined ? integers(0, a.high) : integers(a.low >> count, a.high >> count);
      return count === undefined || count === 0 ? anyInt32 : integers(0, 2 ** (32 - count) - 1);
    default:
      return anyInt32;
  }
}

/** Rounding to single precision keeps order and integers. */
export const rounded = (a: Range): Range => ({ ...a, low: Math.fround(a.low), high: Math.fround(a.high), minusZero: a.minusZero || (!a.integer && a.low < 0) });

/** The value as ToInt32 gives it. */
export function toInt32Range(a: Range): Range {
  if (a.nan || a.low <= -(2 ** 31) - 1 || a.high >= 2 ** 31) return anyInt32;
  return integers(Math.trunc(a.low) + 0, Math.trunc(a.high) + 0);
}

export function intrinsicRange(e: LaneExpression & { readonly kind: "intrinsic" }, args: readonly Range[]): Range {
  const a = args[0] ?? anyNumber, b = args[1] ?? anyNumber;
  const whole = (f: (x: number) => number, minusZero: boolean): Range => ({ low: f(a.low) + 0, high: f(a.high) + 0, integer: true, nan: a.nan, minusZero });
  switch (e.fn) {
    case "floor":
      return whole(Math.floor, a.minusZero);
    case "ceil":
    case "trunc":
    case "round":
      return whole(Math[e.fn], a.minusZero || a.low < 0);
    case "abs":
      return { low: hasZero(a) ? 0 : Math.min(Math.abs(a.low), Math.abs(a.high)), high: Math.max(Math.abs(a.low), Math.abs(a.high)), integer: a.integer, nan: a.nan, minusZero: false };
    case "sign":
      return { low: a.low < 0 ? -1 : 0, high: a.high > 0 ? 1 : 0, integer: true, nan: a.nan, minusZero: a.minusZero };
    case "sqrt":
      return { low: 0, high: Math.sqrt(Math.max(0, a.high)), integer: false, nan: a.nan || a.low < 0, minusZero: a.minusZero };
    case "min":
      return { low: Math.min(a.low, b.low), high: Math.min(a.high, b.high), integer: a.integer && b.integer, nan: a.nan || b.nan, minusZero: a.minusZero || b.minusZero };
    case "max":
      return { low: Math.max(a.low, b.low), high: Math.max(a.high, b.high), integer: a.integer && b.integer, nan: a.nan || b.nan, minusZero: a.minusZero || b.minusZero };
    case "clz32":
      return integers(0, 32);
    default:
      return e.type === "i32" ? anyInt32 : anyNumber;
  }
}
