// The dtype of a result: what a call's TypeScript type says, by the same rule as `ops/elements.ts` computes it.
//
//   map(a, x => x * 2)              keeps a's dtype (a bool array gives i32)
//   map(a, x => x > 2)              "bool"
//   map(a, x => x * 2, "f32")       the one that is named
//   zipWith(a, b, f)                a's dtype, or f64 if one of them is f64
//   map(a, x => ({ x, n: 1 }))      { x: "f64", n: "f64" }; of f32 elements { x: "f32", n: "f32" }; of records the same field's dtype
import type { DType, Element, ElementOf, Index, KernelResult, Named, RecordOf, Shape } from "./ndarray.ts";

type OneOf<D extends DType, Others extends DType> = "f64" extends D | Others ? "f64" : D;
/** What numbers computed from elements of these dtypes are stored as; the first array's that is not bool. */
export type KeptDType<A extends Element, B extends Element = never, C extends Element = never, D extends Element = never> = [A | B | C | D] extends [DType] ? KeptOf<A & DType, B & DType, C & DType, D & DType> : FloatOf<A | B | C | D>;
type KeptOf<A extends DType, B extends DType, C extends DType, D extends DType> = A extends "bool"
  ? [B] extends [never] ? "i32" : KeptOf<B, C, D, never>
  : OneOf<A, B | C | D>;

/** f32 where all numbers of the elements are, else f64. */
type FloatOf<E extends Element> = [NumbersOf<E>] extends [never] ? "f64" : [NumbersOf<E>] extends ["f32"] ? "f32" : "f64";
type NumbersOf<E extends Element> = Exclude<E extends DType ? E : E[keyof E], "bool">;

/** The elements of what a kernel gives: the named ones, bool for booleans, a record for objects, or else `Otherwise`. `From`: the elements that the kernel takes. Never guessed from what the result is assigned to. */
export type ResultElement<F extends Kernel, Name extends Named, Otherwise extends DType, From extends Element = never> = NoInfer<ResultOf<F, Name, Otherwise, From>>;
type ResultOf<F extends Kernel, Name extends Named, Otherwise extends DType, From extends Element> = [Name] extends [never]
  ? [ReturnType<F>] extends [boolean] ? "bool" : [ReturnType<F>] extends [number | boolean] ? Otherwise : [ReturnType<F>] extends [object] ? RecordResult<ReturnType<F>, From> : Otherwise
  : ElementOf<NoInfer<Name>>;
type RecordResult<R, From extends Element> = { readonly [K in keyof R]: [R[K]] extends [boolean] ? "bool" : FieldResult<From, K> };
type FieldResult<From extends Element, K> = [SameField<From, K>] extends [never] ? FloatOf<From> : "f64" extends SameField<From, K> ? "f64" : SameField<From, K>;
type SameField<E extends Element, K> = E extends DType ? never : K extends keyof E ? Exclude<E[K], "bool"> : never;

/**
 * A kernel's positions: no more than the array has axes. (`Elements`: what it takes before them.) And numbers are not stored as bool unasked; asked before
 * the kernel's own type is known, when its result is any `KernelResult`, this must not say no: TypeScript would keep to that.
 */
export type Fits<Op extends string, F extends Kernel, Elements extends readonly unknown[], S extends Shape, Name extends Named> = [Name] extends [never]
  ? number extends ReturnType<F> ? TakesPositions<Op, F, Elements, S> : [ReturnType<F>] extends [readonly unknown[]] ? `${Op}: the kernel gives a list; give an object with named fields` : TakesPositions<Op, F, Elements, S>
  : [ElementOf<Name>] extends [RecordOf] ? KernelResult extends ReturnType<F> ? TakesPositions<Op, F, Elements, S> : FieldsFit<Op, ReturnType<F>, ElementOf<Name>, TakesPositions<Op, F, Elements, S>>
  : [Name] extends ["bool"] ? [ReturnType<F>] extends [number] ? `${Op}: the kernel gives numbers, which are not bool; return a comparison` : TakesPositions<Op, F, Elements, S>
    : TakesPositions<Op, F, Elements, S>;

/** The object that a kernel gives has exactly the fields of the named record. */
type FieldsFit<Op extends string, R, E, Otherwise> = [Exclude<keyof E, keyof R>] extends [never]
  ? [R] extends [object] ? [Exclude<keyof R, keyof E>] extends [never] ? Otherwise : `${Op}: the kernel gives a field '${Exclude<keyof R, keyof E> & string}', which the named record does not have` : `${Op}: the kernel gives no object`
  : `${Op}: the kernel's result has no field '${Exclude<keyof E, keyof R> & string}'`;

/** A kernel without positions suits any array, also where the number of axes is a type parameter's. */
type TakesPositions<Op extends string, F extends Kernel, Elements extends readonly unknown[], S extends Shape> = F extends (...args: [...Elements]) => unknown
  ? unknown
  : F extends (...args: [...Elements, ...Index<S>]) => unknown ? unknown : `${Op}: the kernel takes more positions than there are axes`;

export type Kernel = (...args: never[]) => KernelResult;

/** The dtype that a call names, where options may stand before it: `stencil(a, f, "i16")`, `stencil(a, f, { boundary: 0 }, "i16")`. */
export type NamedAfter<Options, Last extends Named> = [Options] extends [never] ? Last : Options extends Named ? (Options extends { readonly boundary?: unknown } ? Last : Options) : Last;

/** Both of one dtype, or one of them f64; records of the same fields. */
export type SameDType<Op extends string, A extends Element, B extends Element> = [A] extends [B] ? unknown : [A | B] extends [DType] ? SameOf<Op, A & DType, B & DType> : [A | B] extends [RecordOf] ? ([keyof A, keyof B] extends [keyof B, keyof A] ? unknown : `${Op}: the elements have different fields`) : `${Op}: records beside plain elements`;
type SameOf<Op extends string, A extends DType, B extends DType> = "f64" extends A | B ? ("bool" extends A | B ? Differ<Op, A, B> : unknown) : Differ<Op, A, B>;
type Differ<Op extends string, A extends DType, B extends DType> = `${Op}: dtypes ${A} and ${B} differ; cast one of them`;

/** Numbers become numbers, records those with the same fields. */
export type Casts<D extends Element, E extends Named> = D extends DType ? (ElementOf<E> extends DType ? unknown : `cast: ${D} elements have no fields`) : ElementOf<E> extends DType ? "cast: the elements are records; take one field, with field(a, name)"
  : [keyof D, keyof ElementOf<E>] extends [keyof ElementOf<E>, keyof D] ? unknown : "cast: the named record has different fields";

/** Records have fields by name. */
export type HasField<D extends Element, K extends string> = D extends DType ? `field: ${D} elements have no fields` : K extends keyof D ? unknown : `field: the elements have no field '${K}'`;
export type FieldOf<D extends Element, K extends string> = D extends DType ? never : K extends keyof D ? D[K] & DType : never;
