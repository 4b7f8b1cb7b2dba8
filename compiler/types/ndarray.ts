// The type of arrays as users see it, and what their elements are to a kernel. Only types: nothing here exists at run time.
//
//   const a = zeros([200, 250]);        hover: NDArray<"f64", [200, 250]>
//   map(a, (x, i, j) => ...)            x: number, i: number, j: number
import type { DType } from "../ir/types.ts";

export type { DType } from "../ir/types.ts";

/** Extents as a tuple type; `number` where one is not known before the program runs. */
export type Shape = readonly number[];

declare const brand: unique symbol;

/** An immutable array spread over the ranks. `D` is its dtype, `S` its shape: `NDArray<"f64", [200, 250]>`, `NDArray<"i32", [number]>`. */
export interface NDArray<D extends DType = DType, S extends Shape = Shape> {
  readonly dtype: D;
  /** Extents, the first axis first. */
  readonly shape: S;
  /** Only the operators make arrays. */
  readonly [brand]: "NDArray";
}

export type IntegerDType = "i32" | "u32" | "i16" | "u16" | "i8" | "u8";

/** What a kernel sees of an element. */
export type Scalar<D extends DType> = D extends "bool" ? boolean : number;

/** What a kernel may return. */
export type KernelResult = number | boolean;

/** The positions that a kernel may take after its elements, one an axis. */
export type Index<S extends Shape> = { [K in keyof S]: number };

/** `false` becomes `boolean`, `0` `number`: for a value whose literal type says too much. */
export type Widen<T> = T extends boolean ? boolean : T extends number ? number : T extends string ? string : T;

/** How an array's elements come out of it. */
export interface TypedArrays {
  readonly f64: Float64Array;
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly i16: Int16Array;
  readonly u16: Uint16Array;
  readonly i8: Int8Array;
  readonly u8: Uint8Array;
  readonly bool: Uint8Array;
}
