// The types of `where(cond, a, b)`, whose operands may be scalars.
//
//   where(mask, a, 0)    takes a's dtype and shape
//   where(mask, 1, 2)    NDArray<"f64", S>
import type { SameDType } from "./elements.ts";
import type { DType, Element, NDArray, RecordOf, Shape } from "./ndarray.ts";
import type { Merge, SameShape } from "./shapes.ts";

export type Operand = NDArray<Element, Shape> | number | boolean;

export type IsCondition<C extends Element> = [C] extends ["bool"] ? unknown : `where: the condition is ${C extends DType ? C : "records"}, not bool; compare first, as in map(a, x => x > 0)`;

export type Choosable<S extends Shape, X> = X extends NDArray<Element, infer T> ? SameShape<"where", S, T> : unknown;

type DTypeOf<X> = X extends NDArray<infer D extends Element, Shape> ? D : never;
type Mismatch<D extends Element, X> = D extends RecordOf ? "where: a number or boolean beside records" : D extends DType ? MismatchOf<D, X> : never;
type MismatchOf<D extends DType, X> = X extends boolean ? ([D] extends ["bool"] ? unknown : `where: a boolean beside ${D} elements`) : [D] extends ["bool"] ? "where: a number beside bool elements" : unknown;

export type OperandsAgree<A, B> = A extends NDArray<infer D extends Element, Shape>
  ? B extends NDArray<infer E extends Element, Shape> ? SameDType<"where", D, E> : Mismatch<D, B>
  : B extends NDArray<infer E extends Element, Shape> ? Mismatch<E, A> : A extends boolean ? (B extends boolean ? unknown : "where: a boolean beside a number") : B extends boolean ? "where: a number beside a boolean" : unknown;

export type ChosenDType<A, B> = [DTypeOf<A>] extends [never] ? ([DTypeOf<B>] extends [never] ? (A extends boolean ? "bool" : "f64") : DTypeOf<B>)
  : DTypeOf<A> extends RecordOf ? { readonly [K in keyof DTypeOf<A>]: K extends keyof DTypeOf<B> ? ("f64" extends DTypeOf<A>[K] | DTypeOf<B>[K] ? "f64" : DTypeOf<A>[K]) : never } : "f64" extends DTypeOf<A> | DTypeOf<B> ? "f64" : DTypeOf<A> | DTypeOf<B>;

export type ChosenShape<S extends Shape, A, B> = WithOperand<WithOperand<S, A>, B>;
type WithOperand<S extends Shape, X> = X extends NDArray<Element, infer T> ? Merge<S, T> : S;
