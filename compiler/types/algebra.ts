// The types of products of arrays: which extents must agree, and what is left of them.
//
//   matmul(a, b)     NDArray<"f64", [200, 250]>, NDArray<"f64", [250, 30]>  ->  NDArray<"f64", [200, 30]>
import type { DType, Element, Shape } from "./ndarray.ts";
import type { Show } from "./shapes.ts";

/** Numbers of one dtype, or one of them f64. */
export type Factors<Op extends string, A extends Element, B extends Element> = [A, B] extends [DType, DType] ? RealFactors<Op, A & DType, B & DType> : FactorsOf<Op, A, B>;
type RealFactors<Op extends string, A extends DType, B extends DType> = "bool" extends A | B ? `${Op}: multiplies numbers, not bool elements; cast them first` : [A] extends [B] ? unknown : "f64" extends A | B ? unknown : `${Op}: dtypes ${A} and ${B} differ; cast one of them`;
/** The dtype of an element's parts: its own, or that of both parts of a complex number. */
type PartOf<A extends Element> = A extends DType ? A : A extends { readonly re: infer P extends "f64" | "f32"; readonly im: infer Q } ? ([keyof A, Q] extends ["re" | "im", P] ? P : never) : never;
type FactorsOf<Op extends string, A extends Element, B extends Element> = [PartOf<A>] extends [never] ? `${Op}: multiplies numbers and complex numbers, { re, im } of f64 or of f32` : [PartOf<B>] extends [never] ? `${Op}: multiplies numbers and complex numbers, { re, im } of f64 or of f32` : RealFactors<Op, PartOf<A>, PartOf<B>>;
/** Elements that are multiplied and added up: numbers, bools as 0 and 1, and complex numbers. */
export type Added<Op extends string, A extends Element> = [PartOf<A>] extends [never] ? `${Op}: takes numbers and complex numbers, { re, im } of f64 or of f32` : unknown;
/** What they add up to. */
export type Total<A extends Element, B extends Element = A> = [A, B] extends [DType, DType] ? number : { re: number; im: number };
/** Of numbers numbers, of complex numbers (or one of them) complex ones. */
export type ProductElement<A extends Element, B extends Element> = [A, B] extends [DType, DType] ? ProductDType<A & DType, B & DType> : { readonly re: ProductDType<PartOf<A>, PartOf<B>>; readonly im: ProductDType<PartOf<A>, PartOf<B>> };
export type ProductDType<A extends DType, B extends DType> = "f64" extends A | B ? "f64" : A;

/** A number of axes. */
export type Axed<Op extends string, S extends Shape, N extends 1 | 2> = number extends S["length"] ? unknown : S["length"] extends N ? unknown : `${Op}: needs a ${N}-D array, got shape ${Show<S>}`;

type Fit<A, B> = A extends number ? (B extends number ? (number extends A ? true : number extends B ? true : [A] extends [B] ? true : false) : false) : false;

/** The last axis of one and the first of the other. */
export type MatvecFits<S extends Shape, T extends Shape> = number extends S["length"] ? unknown : number extends T["length"] ? unknown
  : Fit<S[1], T[0]> extends true ? unknown : `matvec: inner dimensions differ: ${Show<S>} x ${Show<T>}`;
export type MatvecShape<S extends Shape> = S extends readonly [infer M extends number, number] ? [M] : Shape;
export type OuterShape<S extends Shape, T extends Shape> = S extends readonly [infer M extends number] ? (T extends readonly [infer N extends number] ? [M, N] : Shape) : Shape;

/** Leading axes are the same, the last of one is the last but one of the other. */
export type MatmulFits<S extends Shape, T extends Shape> = number extends S["length"] ? unknown : number extends T["length"] ? unknown
  : S extends readonly [...infer P extends number[], number, infer K extends number]
    ? T extends readonly [...infer Q extends number[], infer L extends number, number]
      ? P["length"] extends Q["length"] ? (Fit<K, L> extends true ? (Same<P, Q> extends true ? unknown : `matmul: shapes ${Show<P>} and ${Show<Q>} of the stacks differ`) : `matmul: inner dimensions differ: ${Show<S>} x ${Show<T>}`)
        : `matmul: shapes ${Show<P>} and ${Show<Q>} of the stacks differ`
      : `matmul: needs a 2-D array, got shape ${Show<T>}`
    : `matmul: needs a 2-D array, got shape ${Show<S>}`;
type Same<P extends Shape, Q extends Shape> = P extends readonly [infer A, ...infer PR extends Shape] ? (Q extends readonly [infer B, ...infer QR extends Shape] ? (Fit<A, B> extends true ? Same<PR, QR> : false) : false) : true;
export type MatmulShape<S extends Shape, T extends Shape> = S extends readonly [...infer P extends number[], infer M extends number, number] ? (T extends readonly [...number[], number, infer N extends number] ? [...P, M, N] : Shape) : Shape;
