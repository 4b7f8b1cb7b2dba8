// Lanes of 16 bits: pictures of bytes, and what is computed of them, fit twice as many of these into a vector. Integers of the lane level (i32) may be 16 bits wide
// where everything that varies, inner results too, is an integer from -2^15 to 2^15 - 1: then no operation can tell.
//
//   store (load u8 + 2 * load u8 + load u8) >> 2     at most 1020: 8 lanes of 16 bytes, 32 of 64
import type { LaneBuffer, LaneExpression, LaneStatement } from "../ir/lanes.ts";
import { fold } from "./fold.ts";
import type { Range } from "./ranges.ts";
import { arithmeticRange, bit, integers, join, rangeOfConstant, rangeOfLoad } from "./ranges.ts";

const low = -(2 ** 15), high = 2 ** 15 - 1;

/** Of straight code. `varies`: whether lanes may differ in it. */
export function isShort(statements: readonly LaneStatement[], buffers: readonly LaneBuffer[], varies: (e: LaneExpression) => boolean): boolean {
  const known = new Map<string, Range>();
  let stores = 0;
  for (const s of statements) {
    if (s.kind === "assign") {
      const range = rangeOf(s.value, known, buffers);
      if (range) known.set(s.target, range);
      else if (varies(s.value)) return false;
      else known.delete(s.target);
    } else if (s.kind === "store" && !s.mask && isNarrow(buffers[s.buffer]!) && rangeOf(s.value, known, buffers)) stores++;
    else return false;
  }
  return stores > 0;
}

const isNarrow = ({ dtype }: LaneBuffer): boolean => dtype === "u8" || dtype === "i8" || dtype === "i16" || dtype === "u16" || dtype === "bool";

/** Undefined where the expression or a part of it may be anything else. */
function rangeOf(e: LaneExpression, known: ReadonlyMap<string, Range>, buffers: readonly LaneBuffer[]): Range | undefined {
  const range = unchecked(e, (x) => rangeOf(x, known, buffers), known, buffers);
  return range && range.integer && !range.nan && range.low >= low && range.high <= high ? { ...range, minusZero: false } : undefined;
}

function unchecked(e: LaneExpression, of: (e: LaneExpression) => Range | undefined, known: ReadonlyMap<string, Range>, buffers: readonly LaneBuffer[]): Range | undefined {
  if (e.type !== "i32" && e.type !== "bool") return undefined;
  switch (e.kind) {
    case "const":
      return rangeOfConstant(Number(e.value));
    case "local":
      return known.get(e.name);
    case "load": {
      const buffer = buffers[e.buffer]!, inside = isNarrow(buffer) ? rangeOfLoad(buffer.dtype) : undefined;
      if (!inside || buffer.boundary?.kind !== "value") return inside;
      const outside = of(fold(buffer.boundary.value));
      return outside && join(inside, outside);
    }
    case "unary": {
      const x = of(e.operand);
      if (!x) return undefined;
      if (e.op === "neg") return integers(-x.high, -x.low);
      if (e.op === "extend16") return x;
      if (e.op === "extend8") return x.low >= -128 && x.high <= 127 ? x : integers(-128, 127);
      return e.op === "not" || e.op === "toBool" || e.op === "fromBool" ? bit : undefined;
    }
    case "binary": {
      const x = of(e.left), y = of(e.right);
      return x && y && (e.type === "bool" ? bit : binaryRange(e, x, y));
    }
    case "compare":
    case "logical":
      return of(e.left) && of(e.right) && bit;
    case "select": {
      const then = of(e.test) && of(e.then), otherwise = then && of(e.else);
      return then && otherwise && join(then, otherwise);
    }
    case "intrinsic": {
      const args = e.args.map(of), [x, y] = args;
      if (args.some((a) => !a) || !x) return undefined;
      if (e.fn === "abs") return integers(Math.max(0, x.low, -x.high), Math.max(-x.low, x.high));
      return y && (e.fn === "min" || e.fn === "max") ? integers(Math[e.fn](x.low, y.low), Math[e.fn](x.high, y.high)) : undefined;
    }
    default:
      return undefined;
  }
}

function binaryRange(e: LaneExpression & { readonly kind: "binary" }, x: Range, y: Range): Range | undefined {
  const count = e.right.kind === "const" ? Number(e.right.value) : NaN, isCount = count >= 0 && count < 16;
  switch (e.op) {
    case "add":
    case "sub":
    case "mul":
      return arithmeticRange(e.op, x, y);
    case "and":
      // No more bits than one of them has, where that is not negative.
      return x.low < 0 && y.low < 0 ? ofBits(x, y) : integers(0, Math.min(x.low < 0 ? high : x.high, y.low < 0 ? high : y.high));
    case "or":
    case "xor":
      return ofBits(x, y);
    case "shl":
      return isCount ? integers(x.low * 2 ** count, x.high * 2 ** count) : undefined;
    case "shr":
      return isCount ? integers(x.low >> count, x.high >> count) : undefined;
    case "ushr":
      return isCount && x.low >= 0 ? integers(x.low >> count, x.high >> count) : undefined;
    default:
      return undefined;
  }
}

/** All integers of as many bits as the two have. */
function ofBits(x: Range, y: Range): Range {
  const most = 2 ** (32 - Math.clz32(Math.max(x.high, ~x.low) | Math.max(y.high, ~y.low)));
  return integers(x.low < 0 || y.low < 0 ? -most : 0, most - 1);
}
