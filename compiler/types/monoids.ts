// Monoids as types: what `add`, `min`, `monoid(identity, f)` are and which elements they combine.
//
//   reduceRows(a, or)   with a: NDArray<"f64", [3, 4]>
//     Type ... is not assignable to type '"reduceRows: and, or and xor combine bool or integer elements, not f64"'.
import type { DType, Element, ElementOf, IntegerDType, Named, RecordOf, Scalar } from "./ndarray.ts";

declare const combines: unique symbol;

/** A combining function with its identity. `Kind` says what it combines. */
export interface Monoid<Kind extends "arithmetic" | "bitwise" | "number" | "boolean" | object = "arithmetic" | "bitwise" | "number" | "boolean" | object> {
  readonly [combines]: Kind;
}
/** `add mul min max` */
export type ArithmeticMonoid = Monoid<"arithmetic">;
/** `and or xor`: logical on bool, bitwise on integers. */
export type BitwiseMonoid = Monoid<"bitwise">;

/** A monoid, or a plain function that the compiler knows one by: `(a, b) => a + b`. */
export type MonoidFor<D extends Element> = Monoid | ((a: Scalar<D>, b: Scalar<D>) => Scalar<D>);

export type Combines<Op extends string, D extends Element, M> = D extends RecordOf ? CombinesRecords<Op, D, M> : D extends DType ? CombinesOf<Op, D, M> : never;
type CombinesRecords<Op extends string, D extends RecordOf, M> = M extends ArithmeticMonoid ? unknown : M extends Monoid<infer Kind>
  ? Kind extends object ? ([keyof Kind, keyof D] extends [keyof D, keyof Kind] ? unknown : `${Op}: the monoid has the fields ${keyof Kind & string}, the elements have ${keyof D & string}`) : `${Op}: this monoid does not combine records; write monoid({ ... }, (a, b) => ({ ... }))`
  : `${Op}: write monoid({ ... }, (a, b) => ({ ... })), with an identity for each field`;
type CombinesOf<Op extends string, D extends DType, M> = M extends BitwiseMonoid
  ? [D] extends ["bool" | IntegerDType] ? unknown : `${Op}: and, or and xor combine bool or integer elements, not ${D}`
  : M extends Monoid<"number" | "arithmetic"> ? unknown : M extends Monoid<"boolean"> ? ([D] extends ["bool"] ? unknown : `${Op}: this monoid combines booleans, not ${D} elements`) : M extends Monoid<infer Kind> ? (Kind extends object ? `${Op}: this monoid combines records, not ${D} elements` : unknown) : unknown;

/** The monoid combines bool elements as booleans, not as 0 and 1. */
type Logical<M> = M extends Monoid ? (M extends BitwiseMonoid | Monoid<"boolean"> ? true : false) : true;

/** What elements of `D` combine to. */
export type Combined<D extends Element, M> = D extends RecordOf ? D : D extends DType ? CombinedOf<D, M> : never;
type CombinedOf<D extends DType, M> = [D] extends ["bool"] ? (Logical<M> extends true ? "bool" : "i32") : D;

/** The dtype of rows, columns or prefixes that are combined: the named one, or what the elements combine to. */
export type FoldedDType<D extends Element, M, Name extends Named> = [Name] extends [never] ? Combined<D, M> : ElementOf<NoInfer<Name>>;

/** Sums of numbers are numbers, of records (complex numbers, for example) records of sums. */
export type Sum<D extends Element> = D extends RecordOf ? { [K in keyof D]: number } : number;
export type Summed<D extends Element> = D extends RecordOf ? ("bool" extends D[keyof D] ? "sum: bool fields are not summed; take the others, with map" : unknown) : unknown;
