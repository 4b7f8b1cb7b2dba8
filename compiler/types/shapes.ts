// Shapes that are checked while the user types. A check is `unknown` where all is well, and otherwise a sentence: a string literal type that the
// argument is not assignable to, so that TypeScript's message ends with it.
//
//   zipWith(a, b, f)   b: NDArray<B, T> & SameShape<"zipWith", S, T>
//     Type 'NDArray<"f64", [200, 251]>' is not assignable to type '"zipWith: shapes [200, 250] and [200, 251] differ"'.
//
// An extent that is `number` fits any other: the program checks it when it runs. Sentences are ASCII: TypeScript 6 escapes anything else.
import type { Shape } from "./ndarray.ts";

type Extent<A extends number> = number extends A ? "?" : `${A}`;
type Extents<S extends Shape> = S extends readonly [] ? "" : S extends readonly [infer A extends number] ? Extent<A> : S extends readonly [infer A extends number, ...infer R extends Shape] ? `${Extent<A>}, ${Extents<R>}` : "...";
/** `[200, ?]` */
export type Show<S extends Shape> = `[${Extents<S>}]`;

type SameExtent<A extends number, B extends number> = number extends A ? true : number extends B ? true : [A] extends [B] ? ([B] extends [A] ? true : false) : false;

type ShapesFit<S extends Shape, T extends Shape> = S extends readonly [infer A extends number, ...infer SR extends Shape]
  ? T extends readonly [infer B extends number, ...infer TR extends Shape]
    ? SameExtent<A, B> extends true ? ShapesFit<SR, TR> : false
    : number extends T["length"] ? true : false
  : number extends S["length"] ? true : T extends readonly [] ? true : number extends T["length"] ? true : false;

/** Asks first whether the two are one type: inside a function with a type parameter `S` TypeScript can say no more. */
export type SameShape<Op extends string, S extends Shape, T extends Shape> = [S] extends [T] ? unknown : ShapesFit<S, T> extends true ? unknown : `${Op}: shapes ${Show<S>} and ${Show<T>} differ`;

/** The shape of arrays with equal shapes: a literal extent says more than `number`. */
export type Merge<S extends Shape, T extends Shape> = number extends S["length"] ? T : { [K in keyof S]: K extends keyof T ? MergeExtent<S[K], T[K]> : S[K] } extends infer M extends Shape ? M : S;
type MergeExtent<A, B> = number extends A ? (B extends number ? B : A) : A;

/** Only arrays with two axes. */
export type TwoAxes<Op extends string, S extends Shape> = number extends S["length"] ? unknown : S["length"] extends 2 ? unknown : `${Op}: needs a 2-D array, got shape ${Show<S>}`;

/** One offset an axis. */
export type OneEach<Op extends string, S extends Shape, O extends Shape> = number extends S["length"] ? unknown : number extends O["length"] ? unknown : S["length"] extends O["length"] ? unknown : `${Op}: offsets ${Show<O>} for an array of shape ${Show<S>}; give one an axis`;

export type WithoutLast<S extends Shape> = S extends readonly [...infer R extends number[], number] ? R : Shape;
export type WithoutFirst<S extends Shape> = S extends readonly [number, ...infer R extends number[]] ? R : Shape;
export type Reversed<S extends Shape> = S extends readonly [infer A extends number, ...infer R extends Shape] ? [...Reversed<R>, A] : S extends readonly [] ? [] : Shape;

/** A tuple without `readonly`, so that hovers read `[200, 250]`. */
export type Plain<S extends Shape> = { -readonly [K in keyof S]: S[K] };

/** One axis less; negative ones count from the last, which is -1. */
export type WithoutAxis<S extends Shape, X extends number> = number extends S["length"] ? Shape : number extends X ? Shape
  : `${X}` extends keyof FromLast ? Reversed<DropAt<Reversed<S>, FromLast[`${X}`]>> : DropAt<S, X>;
interface FromLast { readonly "-1": 0; readonly "-2": 1; readonly "-3": 2; readonly "-4": 3; readonly "-5": 4; readonly "-6": 5 }
type DropAt<S extends Shape, X extends number, Before extends number[] = []> = S extends readonly [infer A extends number, ...infer R extends Shape] ? (Before["length"] extends X ? [...Before, ...R] : DropAt<R, X, [...Before, A]>) : Before;
