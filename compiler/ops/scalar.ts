// The scalar functions that need no code of their own: one line each. The front end types calls by `params` and `result`, the JavaScript
// printer uses `js`, the WebAssembly printer `wat` (and `simd` for whole vectors), and `reference` is the meaning that tests compare with.
// What `Math` has beyond these is written in the kernel language, in `compiler/math`.
//
// In `wat`, `$0` and `$1` are the operands (the printer puts operands that a row repeats into locals), T is f64 or f32; in `simd` V is
// f64x2 or f32x4. Where a vector has two lanes, a 32-bit value is the low half of a 64-bit lane, whatever its high half; rows with an f64 operand or result are
// written for that.

/** `same`: f64, f32 or int, the same for all arguments and the result. */
export type ScalarParam = "same" | "f64" | "int";

export interface ScalarIntrinsic {
  readonly name: string;
  readonly params: readonly ScalarParam[];
  readonly result: "same" | "f64" | "f32" | "int";
  /** What the lane code takes and gives: T follows the operand's type (int: f64). */
  readonly lanes: { readonly operand: "T" | "f64" | "i32"; readonly result: "T" | "f64" | "f32" | "i32" };
  readonly js: string;
  readonly wat: string;
  readonly simd?: string;
  /** On i32 operands, where integers have been narrowed; for rows whose operand is T. */
  readonly int32?: { readonly wat: string; readonly simd: string };
  readonly reference: (...args: number[]) => number;
}

const words = new Int32Array(2);
const double = new Float64Array(words.buffer);

/** Bits 63..32 of a double, as a signed integer. */
export function highWord(x: number): number {
  double[0] = x;
  return words[1]!;
}
/** Bits 31..0 of a double, as a signed integer. */
export function lowWord(x: number): number {
  double[0] = x;
  return words[0]!;
}
/** The double with these two words; only the low 32 bits of each count. */
export function fromWords(high: number, low: number): number {
  words[1] = high;
  words[0] = low;
  return double[0]!;
}
/** 2^k for -1022 <= k <= 1023: multiplying by it scales exactly. */
export function powerOfTwo(k: number): number {
  words[1] = (k + 1023) << 20;
  words[0] = 0;
  return double[0]!;
}

const T = { operand: "T", result: "T" } as const, I = { operand: "i32", result: "i32" } as const;

// prettier-ignore
const rows: readonly ScalarIntrinsic[] = [
  { name: "sqrt",  params: ["same"], result: "same", lanes: T, js: "Math.sqrt($0)",  wat: "(T.sqrt $0)",  simd: "(V.sqrt $0)",  reference: Math.sqrt },
  { name: "abs",   params: ["same"], result: "same", lanes: T, js: "Math.abs($0)",   wat: "(T.abs $0)",   simd: "(V.abs $0)",
    int32: { wat: "(select $0 (i32.sub (i32.const 0) $0) (i32.ge_s $0 (i32.const 0)))", simd: "(i32x4.abs $0)" }, reference: Math.abs },
  { name: "floor", params: ["same"], result: "int",  lanes: T, js: "Math.floor($0)", wat: "(T.floor $0)", simd: "(V.floor $0)", reference: Math.floor },
  { name: "ceil",  params: ["same"], result: "int",  lanes: T, js: "Math.ceil($0)",  wat: "(T.ceil $0)",  simd: "(V.ceil $0)",  reference: Math.ceil },
  { name: "trunc", params: ["same"], result: "int",  lanes: T, js: "Math.trunc($0)", wat: "(T.trunc $0)", simd: "(V.trunc $0)", reference: Math.trunc },
  // ceil, less 1 where that is closer: keeps -0 and is exact where x + 0.5 would round.
  { name: "round", params: ["same"], result: "int",  lanes: T, js: "Math.round($0)",
    wat: "(T.sub (T.ceil $0) (T.convert_i32_s (T.gt (T.sub (T.ceil $0) (T.const 0.5)) $0)))",
    simd: "(V.sub (V.ceil $0) (v128.and (V.gt (V.sub (V.ceil $0) (V.splat (T.const 0.5))) $0) (V.splat (T.const 1))))", reference: Math.round },
  { name: "sign",  params: ["same"], result: "same", lanes: T, js: "Math.sign($0)",
    wat: "(select (T.copysign (T.const 1) $0) $0 (T.gt (T.abs $0) (T.const 0)))",
    simd: "(v128.bitselect (v128.or (V.splat (T.const 1)) (v128.and $0 (V.splat (T.const -0)))) $0 (V.gt (V.abs $0) (V.splat (T.const 0))))", reference: Math.sign },
  { name: "min",   params: ["same", "same"], result: "same", lanes: T, js: "Math.min($0, $1)", wat: "(T.min $0 $1)", simd: "(V.min $0 $1)",
    int32: { wat: "(select $0 $1 (i32.lt_s $0 $1))", simd: "(i32x4.min_s $0 $1)" }, reference: Math.min },
  { name: "max",   params: ["same", "same"], result: "same", lanes: T, js: "Math.max($0, $1)", wat: "(T.max $0 $1)", simd: "(V.max $0 $1)",
    int32: { wat: "(select $0 $1 (i32.gt_s $0 $1))", simd: "(i32x4.max_s $0 $1)" }, reference: Math.max },
  { name: "fround", params: ["f64"], result: "f32", lanes: { operand: "f64", result: "f32" }, js: "Math.fround($0)", wat: "(f32.demote_f64 $0)", simd: "(i64x2.extend_low_i32x4_u (f32x4.demote_f64x2_zero $0))", reference: Math.fround },
  { name: "imul",  params: ["int", "int"], result: "int", lanes: I, js: "Math.imul($0, $1)", wat: "(i32.mul $0 $1)", simd: "(i32x4.mul $0 $1)", reference: Math.imul },
  { name: "clz32", params: ["int"], result: "int", lanes: I, js: "Math.clz32($0)", wat: "(i32.clz $0)", reference: Math.clz32 },
  { name: "highWord", params: ["f64"], result: "int", lanes: { operand: "f64", result: "i32" }, js: "highWord($0)",
    wat: "(i32.wrap_i64 (i64.shr_u (i64.reinterpret_f64 $0) (i64.const 32)))", simd: "(i64x2.shr_u $0 (i32.const 32))", reference: highWord },
  { name: "lowWord", params: ["f64"], result: "int", lanes: { operand: "f64", result: "i32" }, js: "lowWord($0)",
    wat: "(i32.wrap_i64 (i64.reinterpret_f64 $0))", simd: "$0", reference: lowWord },
  { name: "fromWords", params: ["int", "int"], result: "f64", lanes: { operand: "i32", result: "f64" }, js: "fromWords($0, $1)",
    wat: "(f64.reinterpret_i64 (i64.or (i64.shl (i64.extend_i32_u $0) (i64.const 32)) (i64.extend_i32_u $1)))",
    simd: "(v128.or (i64x2.shl $0 (i32.const 32)) (v128.and $1 (v128.const i64x2 0xffffffff 0xffffffff)))", reference: fromWords },
  { name: "powerOfTwo", params: ["int"], result: "f64", lanes: { operand: "i32", result: "f64" }, js: "powerOfTwo($0)",
    wat: "(f64.reinterpret_i64 (i64.shl (i64.extend_i32_u (i32.add $0 (i32.const 1023))) (i64.const 52)))",
    simd: "(i64x2.shl (i32x4.add $0 (i32x4.splat (i32.const 1023))) (i32.const 52))", reference: powerOfTwo },
];

export const scalarIntrinsics: ReadonlyMap<string, ScalarIntrinsic> = new Map(rows.map((row) => [row.name, row]));

/** JavaScript that a module using the bit functions needs before its kernels. */
export const scalarPrelude = `const words = new Int32Array(2), double = new Float64Array(words.buffer);
function highWord(x) { double[0] = x; return words[1]; }
function lowWord(x) { double[0] = x; return words[0]; }
function fromWords(high, low) { words[1] = high; words[0] = low; return double[0]; }
function powerOfTwo(k) { words[1] = (k + 1023) << 20; words[0] = 0; return double[0]; }
`;
