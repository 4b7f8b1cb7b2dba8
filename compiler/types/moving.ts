// The types of operators that move elements: which axes change their extent, and whether what is given for each axis suits it.
//
//   permute(a, [2, 0, 1])      NDArray<"f64", [2, 3, 4]>  ->  NDArray<"f64", [4, 2, 3]>
//   slice(a, [], [0, 9])       NDArray<"f64", [100, 200]> ->  NDArray<"f64", [100, number]>: the compiler knows more, an editor does not
import type { Shape } from "./ndarray.ts";
import type { SameShape, Show } from "./shapes.ts";

/** `[from, to, step]`, each of which may be missing. */
export type Range = readonly [from?: number | null, to?: number | null, step?: number | null];
export type Ranges = readonly Range[];

/** As many entries as axes, or fewer. */
export type NoMoreThan<Op extends string, S extends Shape, R extends readonly unknown[], What extends string> = number extends S["length"] ? unknown : number extends R["length"] ? unknown
  : AtMost<R, S> extends true ? unknown : `${Op}: ${R["length"]} ${What}, for an array of shape ${Show<S>}`;
type AtMost<R extends readonly unknown[], S extends readonly unknown[]> = R extends readonly [unknown, ...infer RR] ? (S extends readonly [unknown, ...infer SS] ? AtMost<RR, SS> : false) : true;

export type Sliced<S extends Shape, R extends Ranges> = number extends S["length"] ? Shape : { -readonly [K in keyof S]: K extends keyof R ? (R[K] extends readonly [] ? S[K] : number) : S[K] };

/** Some extents are others. */
export type Padded<S extends Shape> = number extends S["length"] ? Shape : { -readonly [K in keyof S]: number };

type AsMany<Op extends string, S extends Shape, L extends readonly unknown[], What extends string> = number extends S["length"] ? unknown : number extends L["length"] ? unknown
  : L["length"] extends S["length"] ? unknown : `${Op}: ${L["length"]} ${What}, for an array of shape ${Show<S>}`;
export type WidthsFit<Op extends string, S extends Shape, W extends readonly unknown[]> = AsMany<Op, S, W, "pairs of widths">;
export type TimesFit<Op extends string, S extends Shape, T extends readonly unknown[]> = AsMany<Op, S, T, "times">;
export type OneEachAxis<Op extends string, S extends Shape, A extends readonly number[]> = AsMany<Op, S, A, "axes">;

/** Axes that there are; -1 is the last. */
export type Axes<Op extends string, S extends Shape, A extends readonly number[]> = number extends S["length"] ? unknown : number extends A["length"] ? unknown
  : `${A[number]}` extends Keys<S> | `-${number}` ? unknown : `${Op}: axes ${Show<A>}, for an array of shape ${Show<S>}`;
type Keys<S extends Shape> = Extract<keyof S, `${number}`>;

export type Permuted<S extends Shape, A extends readonly number[]> = number extends S["length"] ? Shape : { -readonly [K in keyof A]: A[K] extends number ? (`${A[K]}` extends keyof S ? S[`${A[K]}`] & number : number) : never };

/** -1 is known when the program runs. */
export type Reshaped<S extends Shape> = { -readonly [K in keyof S]: S[K] extends -1 ? number : S[K] };

/** Equal but for one axis. */
export type Joins<Op extends string, S extends Shape, T extends Shape, X extends number> = number extends X ? unknown : SameShape<Op, Concatenated<S, X>, Concatenated<T, X>>;
export type Concatenated<S extends Shape, X extends number> = number extends S["length"] ? Shape : number extends X ? Padded<S> : { -readonly [K in keyof S]: K extends Along<S, X> ? number : S[K] };
/** The key of an axis; of none, if it is counted from the end and is not the last. */
type Along<S extends Shape, X extends number> = `${X}` extends `-${string}` ? (X extends -1 ? LastKey<S> : Keys<S>) : `${X}`;
type LastKey<S extends Shape> = S extends readonly [unknown, ...infer R] ? `${R["length"]}` : never;

/** NumPy's broadcasting, from the last axis. */
export type Stretches<Op extends string, S extends Shape, T extends Shape> = number extends S["length"] ? unknown : number extends T["length"] ? unknown
  : Stretch<S, T> extends true ? unknown : `${Op}: shape ${Show<T>}, for an array of shape ${Show<S>}`;
type Stretch<S extends Shape, T extends Shape> = S extends readonly [...infer SR extends number[], infer A extends number]
  ? T extends readonly [...infer TR extends number[], infer B extends number] ? (A extends 1 ? Stretch<SR, TR> : number extends A ? Stretch<SR, TR> : number extends B ? Stretch<SR, TR> : A extends B ? Stretch<SR, TR> : false) : false
  : true;
