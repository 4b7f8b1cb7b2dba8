// A whole array, as what is done with results sees it: one typed array a field, row-major. The runtime gathers one; an uncompiled program has nothing else.
import type { ElementType, Shape } from "../abi.ts";
import type { ElementArray } from "../memory/elements.ts";

export interface Whole {
  readonly element: ElementType;
  readonly shape: Shape;
  /** By field; a plain dtype has the one field "". */
  readonly data: { readonly [field: string]: ElementArray };
}

/** What a rank has of an effect's first array, by rows, where there are others. */
export interface Share {
  readonly rank: number;
  /** Of the whole array. */
  readonly shape: Shape;
  /** The first of its rows that is here. */
  readonly first: number;
  /** What each rank says, by rank, when all have said it. */
  words(mine: string): readonly string[];
  /** All of the array on rank 0, nothing of it on others; every rank calls it. */
  whole(): Whole;
}

/** Where effects put what they make. */
export interface Output {
  /** Text for the user, without the newline at its end. */
  line(text: string): void;
  /** Values that are not arrays, as console.log writes them. */
  format(values: readonly unknown[]): string;
  /** Writes a file; throws SPMD5009. */
  write(file: string, bytes: Uint8Array): void;
  /** Shows a picture where there is a page; false where there is none. */
  show(picture: Picture): boolean;
  /** What files are called that the program does not name. */
  readonly program: string;
  /** How many pictures were made before this one. */
  nextPicture(): number;
}

/** Pixels as red, green, blue, opacity; row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

export function isWhole(value: unknown): value is Whole {
  return typeof value === "object" && value !== null && "element" in value && "shape" in value && "data" in value;
}
