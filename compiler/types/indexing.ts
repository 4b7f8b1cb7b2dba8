// The types of operators that choose elements by index, by a mask, or by their order.
//
//   gather(a, indices)     NDArray<"f64", [100, 3]>, NDArray<"i32", [7, 2]>  ->  NDArray<"f64", [7, 2, 3]>
//   compress(a, mask)      NDArray<"f64", [100, 3]>, NDArray<"bool", [100]>  ->  NDArray<"f64", [number, 3]>
import type { DType, IntegerDType, Shape } from "./ndarray.ts";
import type { SameShape, Show, WithoutFirst } from "./shapes.ts";

export type IntegerIndices<Op extends string, E extends DType> = [E] extends [IntegerDType] ? unknown : `${Op}: the indices are ${E}, not integers`;

/** The indices' own axes, then all but the first of the array. */
export type Gathered<S extends Shape, I extends Shape> = number extends S["length"] ? Shape : number extends I["length"] ? Shape : [...I, ...WithoutFirst<S>];

export type IsMask<Op extends string, C extends DType> = [C] extends ["bool"] ? unknown : `${Op}: the elements of the mask are ${C}, not bool`;

/** The mask has the array's first axes. */
export type MaskFits<Op extends string, S extends Shape, M extends Shape> = number extends S["length"] ? unknown : number extends M["length"] ? unknown
  : SameShape<Op, Leading<S, M>, M> extends string ? `${Op}: shapes ${Show<S>} and ${Show<M>} differ` : unknown;
type Leading<S extends Shape, M extends Shape> = S extends readonly [infer A extends number, ...infer SR extends Shape] ? (M extends readonly [number, ...infer MR extends Shape] ? [A, ...Leading<SR, MR>] : []) : [];

/** How many elements a mask chooses is known when the program runs. */
export type Chosen<S extends Shape, M extends Shape> = number extends S["length"] ? Shape : number extends M["length"] ? Shape : [number, ...After<S, M>];
type After<S extends Shape, M extends Shape> = M extends readonly [number, ...infer MR extends Shape] ? After<WithoutFirst<S>, MR> : S extends readonly [...infer R extends number[]] ? R : Shape;

export type SomeAxis<Op extends string, S extends Shape> = S["length"] extends 0 ? `${Op}: no axis to sort along, for an array of shape []` : unknown;
export type OneAxis<Op extends string, S extends Shape> = number extends S["length"] ? unknown : S["length"] extends 1 ? unknown : `${Op}: keys need one axis, for an array of shape ${Show<S>}`;
/** The last axis has another extent. */
export type WithLast<S extends Shape, K extends number> = S extends readonly [...infer R extends number[], number] ? [...R, K] : Shape;
