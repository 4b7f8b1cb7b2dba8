// What `einsum` gives, read from its subscripts.
//
//   einsum("ij,jk->ik", a, b)     [200, 250], [250, 30]  ->  [200, 30]
//   einsum("i,i->", a, b)                                ->  a number
import type { Element, NDArray, Scalar, Shape } from "./ndarray.ts";
import type { Show } from "./shapes.ts";

type Letters<T extends string> = T extends `${infer H}${infer R}` ? (H extends " " ? Letters<R> : [H, ...Letters<R>]) : [];
type Inputs<T extends string> = T extends `${infer I}->${string}` ? Inputs<I> : T extends `${infer H},${infer R}` ? [Letters<H>, ...Inputs<R>] : [Letters<T>];
type Output<T extends string> = T extends `${string}->${infer O}` ? Letters<O> : undefined;

/** A letter with its extent, as a union of pairs. */
type Pairs<L extends readonly string[], S extends Shape> = L extends readonly [infer H, ...infer LR extends string[]] ? (S extends readonly [infer E, ...infer SR extends Shape] ? readonly [H, E] | Pairs<LR, SR> : never) : never;
type AllPairs<L extends readonly (readonly string[])[], S extends readonly Shape[]> = L extends readonly [infer H extends string[], ...infer LR extends string[][]] ? (S extends readonly [infer T extends Shape, ...infer SR extends Shape[]] ? Pairs<H, T> | AllPairs<LR, SR> : never) : never;
type ExtentOf<P, H> = P extends readonly [H, infer E extends number] ? E : never;
type Extents<P, O extends readonly string[]> = O extends readonly [infer H, ...infer R extends string[]] ? [ExtentOf<P, H>, ...Extents<P, R>] : [];

export type EinsumShape<T extends string, S extends readonly Shape[]> = string extends T ? number[] : Output<T> extends infer O extends string[] ? Extents<AllPairs<Inputs<T>, S>, O> : number[];

/** One number where no axis is left, of complex arrays a complex one. */
export type EinsumResult<D extends Element, S extends Shape> = S extends readonly [] ? Scalar<D> : NDArray<D, S>;

type Counts<L extends readonly (readonly string[])[], S extends readonly Shape[]> = L extends readonly [infer H extends string[], ...infer LR extends string[][]]
  ? S extends readonly [infer T extends Shape, ...infer SR extends Shape[]] ? (number extends T["length"] ? Counts<LR, SR> : H["length"] extends T["length"] ? Counts<LR, SR> : `einsum: ${H["length"]} subscripts for an array of shape ${Show<T>}`) : `einsum: ${L["length"]} more operands are named than given`
  : S extends readonly [] ? unknown : `einsum: ${S["length"]} more operands are given than named`;

/** As many subscripts as axes, for each operand. */
export type EinsumFits<T extends string, S extends readonly Shape[]> = string extends T ? unknown : Counts<Inputs<T>, S>;
