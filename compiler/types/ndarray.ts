// The type of arrays as users see it, and what their elements are to a kernel. Only types: nothing here exists at run time.
//
//   const a = zeros([200, 250]);        hover: NDArray<"f64", [200, 250]>
//   map(a, (x, i, j) => ...)            x: number, i: number, j: number
import type { DType } from "../ir/types.ts";

export type { DType } from "../ir/types.ts";

/** Extents as a tuple type; `number` where one is not known before the program runs. */
export type Shape = readonly number[];

declare const brand: unique symbol;

/** Elements with several fields, each stored in a buffer of its own: `{ re: "f64", im: "f64" }`. */
export interface RecordOf { readonly [field: string]: DType }
/** What an array's elements are stored as. */
export type Element = DType | RecordOf;
export type Complex64 = { readonly re: "f32"; readonly im: "f32" };
export type Complex128 = { readonly re: "f64"; readonly im: "f64" };

/** How a call names elements: a dtype, a record of them, or a complex dtype by its name. */
export type Named = Element | "complex64" | "complex128";
/** The elements that a name means. */
export type ElementOf<E extends Named> = E extends "complex64" ? Complex64 : E extends "complex128" ? Complex128 : E extends DType ? E : E extends RecordOf ? { readonly [K in keyof E]: E[K] } : never;

/** An immutable array spread over the ranks. `D` is its dtype, `S` its shape: `NDArray<"f64", [200, 250]>`, `NDArray<"i32", [number]>`, `NDArray<Complex128, [n]>`. */
export interface NDArray<D extends Element = DType, S extends Shape = Shape> {
  readonly dtype: D;
  /** Extents, the first axis first. */
  readonly shape: S;
  /** Only the operators make arrays. */
  readonly [brand]: "NDArray";
}

export type IntegerDType = "i32" | "u32" | "i16" | "u16" | "i8" | "u8";

/** What a kernel sees of an element. */
export type Scalar<D extends Element> = D extends "bool" ? boolean : D extends DType ? number : { [K in keyof D]: D[K] extends "bool" ? boolean : number };

/** An element of a record array as a value. */
export interface RecordValue { readonly [field: string]: number | boolean }

/** What a boundary may be besides its words: of records a number for all fields. */
export type BoundaryValue<D extends Element> = D extends DType ? Scalar<D> : number;

/** What a kernel may return: a number, a boolean, or an object with such fields. */
export type KernelResult = number | boolean | object;

/** The positions that a kernel may take after its elements, one an axis. */
export type Index<S extends Shape> = { [K in keyof S]: number };

/** `false` becomes `boolean`, `0` `number`: for a value whose literal type says too much. */
export type Widen<T> = T extends boolean ? boolean : T extends number ? number : T extends string ? string : T extends object ? { -readonly [K in keyof T]: Widen<T[K]> } : T;

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
export type DataOf<D extends Element> = D extends DType ? TypedArrays[D] : { [K in keyof D]: D[K] extends DType ? TypedArrays[D[K]] : never };
