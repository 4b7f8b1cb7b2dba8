// The dtype of a result: what a call's TypeScript type says, by the same rule as `ops/elements.ts` computes it.
//
//   map(a, x => x * 2)              keeps a's dtype (a bool array gives i32)
//   map(a, x => x > 2)              "bool"
//   map(a, x => x * 2, "f32")       the one that is named
//   zipWith(a, b, f)                a's dtype, or f64 if one of them is f64
import type { DType, Index, KernelResult, Shape } from "./ndarray.ts";

type OneOf<D extends DType, Others extends DType> = "f64" extends D | Others ? "f64" : D;
/** What numbers computed from elements of these dtypes are stored as; the first array's that is not bool. */
export type KeptDType<A extends DType, B extends DType = never, C extends DType = never, D extends DType = never> = A extends "bool"
  ? [B] extends [never] ? "i32" : KeptDType<B, C, D>
  : OneOf<A, B | C | D>;

/** The dtype of what a kernel gives: the named one, bool for booleans, or else `Otherwise`. Never guessed from what the result is assigned to. */
export type ResultDType<F extends Kernel, Named extends DType, Otherwise extends DType> = [Named] extends [never] ? ([ReturnType<F>] extends [boolean] ? "bool" : Otherwise) : NoInfer<Named>;

/**
 * A kernel's positions: no more than the array has axes. (`Elements`: what it takes before them.) And numbers are not stored as bool unasked; asked before
 * the kernel's own type is known, when its result is any `KernelResult`, this must not say no: TypeScript would keep to that.
 */
export type Fits<Op extends string, F extends Kernel, Elements extends readonly unknown[], S extends Shape, Named extends DType> = [Named] extends [never]
  ? TakesPositions<Op, F, Elements, S>
  : [Named] extends ["bool"] ? [ReturnType<F>] extends [number] ? `${Op}: the kernel gives numbers, which are not bool; return a comparison` : TakesPositions<Op, F, Elements, S>
    : TakesPositions<Op, F, Elements, S>;

/** A kernel without positions suits any array, also where the number of axes is a type parameter's. */
type TakesPositions<Op extends string, F extends Kernel, Elements extends readonly unknown[], S extends Shape> = F extends (...args: [...Elements]) => unknown
  ? unknown
  : F extends (...args: [...Elements, ...Index<S>]) => unknown ? unknown : `${Op}: the kernel takes more positions than there are axes`;

export type Kernel = (...args: never[]) => KernelResult;

/** The dtype that a call names, where options may stand before it: `stencil(a, f, "i16")`, `stencil(a, f, { boundary: 0 }, "i16")`. */
export type NamedAfter<Options, Last extends DType> = [Options] extends [never] ? Last : Options extends DType ? Options : Last;

/** Both of one dtype, or one of them f64. */
export type SameDType<Op extends string, A extends DType, B extends DType> = [A] extends [B] ? unknown : "f64" extends A | B ? ("bool" extends A | B ? Differ<Op, A, B> : unknown) : Differ<Op, A, B>;
type Differ<Op extends string, A extends DType, B extends DType> = `${Op}: dtypes ${A} and ${B} differ; cast one of them`;
