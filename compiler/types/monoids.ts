// Monoids as types: what `add`, `min`, `monoid(identity, f)` are and which elements they combine.
//
//   reduceRows(a, or)   with a: NDArray<"f64", [3, 4]>
//     Type ... is not assignable to type '"reduceRows: and, or and xor combine bool or integer elements, not f64"'.
import type { DType, IntegerDType, Scalar } from "./ndarray.ts";

declare const combines: unique symbol;

/** A combining function with its identity. `Kind` says what it combines. */
export interface Monoid<Kind extends "arithmetic" | "bitwise" | "number" | "boolean" = "arithmetic" | "bitwise" | "number" | "boolean"> {
  readonly [combines]: Kind;
}
/** `add mul min max` */
export type ArithmeticMonoid = Monoid<"arithmetic">;
/** `and or xor`: logical on bool, bitwise on integers. */
export type BitwiseMonoid = Monoid<"bitwise">;

/** A monoid, or a plain function that the compiler knows one by: `(a, b) => a + b`. */
export type MonoidFor<D extends DType> = Monoid | ((a: Scalar<D>, b: Scalar<D>) => Scalar<D>);

export type Combines<Op extends string, D extends DType, M> = M extends BitwiseMonoid
  ? [D] extends ["bool" | IntegerDType] ? unknown : `${Op}: and, or and xor combine bool or integer elements, not ${D}`
  : M extends Monoid<"boolean"> ? ([D] extends ["bool"] ? unknown : `${Op}: this monoid combines booleans, not ${D} elements`) : unknown;

/** The monoid combines bool elements as booleans, not as 0 and 1. */
type Logical<M> = M extends Monoid ? (M extends BitwiseMonoid | Monoid<"boolean"> ? true : false) : true;

/** What elements of `D` combine to. */
export type Combined<D extends DType, M> = [D] extends ["bool"] ? (Logical<M> extends true ? "bool" : "i32") : D;

/** The dtype of rows, columns or prefixes that are combined: the named one, or what the elements combine to. */
export type FoldedDType<D extends DType, M, Named extends DType> = [Named] extends [never] ? Combined<D, M> : NoInfer<Named>;
