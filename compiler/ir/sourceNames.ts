// What the user's source calls things, kept beside the program for people: stages carry values and spans through, so names found by them still hold at the end.
//
//   const f = mean(a)     operators: "p.ts:3:11" -> "mean"     variables: %4 -> "f"     makers: %4 -> "mean"
import type { ValueId } from "./types.ts";

export interface SourceNames {
  /** Variables that operators' results are given to. */
  readonly variables: ReadonlyMap<ValueId, string>;
  /** Operators whose results values are. */
  readonly makers: ReadonlyMap<ValueId, string>;
  /** The operator as it was written, by its place: other operators may do its work. */
  readonly operators: ReadonlyMap<string, string>;
}

export const noNames: SourceNames = { variables: new Map(), makers: new Map(), operators: new Map() };
