// The kernel level: a loop nest over one rank's shard, without communication. 4-communicate makes nests from loops, 5-vectorize turns
// them into lanes, 6-emit prints those. How a nest is called is the contract of `runtime/abi.ts`.
//
// Outputs come in three modes, all of them on local shapes:
//   store   out[i, j] = value                                       (element stores wrap or round as a typed array's)
//   leaf    out[i, j / length] = value[i, j] ⊕ ... of one leaf      (see runtime/layout/tree.ts for the order inside a leaf)
//   scan    out[i, j] = prefix inside its leaf;  totals[i, j / length] = the whole leaf
import type { Boundary, LoopStep, Monoid, StepArgument } from "./array.ts";
import type { KernelFunction, KernelLocal } from "./kernel.ts";
import type { DType, Span } from "./types.ts";

export interface NestInput {
  /** One buffer a field. */
  readonly fields: readonly { readonly field: string; readonly dtype: DType }[];
  /** Position in the input along each of its axes: `floor((loop position + offset) / per)`. */
  readonly axes: readonly { readonly loop: number; readonly offset: number; readonly per: number }[];
  /** What an offset meets outside the array. Only for axes that are not distributed; halos hold it along the distributed one. */
  readonly boundary?: Boundary;
  /** Not in memory: what goes before the position in its leaf of the nest's carried scan, or what goes before the leaf (ir/chains.ts). */
  readonly carried?: "prefix" | "carry";
}

/** One buffer a field (a scan: two, all prefixes before all totals). */
export type NestOutput =
  | { readonly mode: "store"; readonly fields: readonly NestField[] }
  | { readonly mode: "leaf"; readonly axis: number; readonly fields: readonly NestField[]; readonly monoid: Monoid }
  /** Prefixes are stored as they are accumulated; a later nest converts. */
  | { readonly mode: "scan"; readonly fields: readonly NestField[]; readonly monoid: Monoid; readonly exclusive: boolean; /** From leaf to leaf by the kernel itself: nothing is stored but a buffer a field with what `runtime/layout/carryChain.ts` keeps. */ readonly carried?: true };

/** What goes into a buffer; of folds, `dtype` is the accumulator's. */
export interface NestField {
  readonly dtype: DType;
  readonly value: StepArgument;
}

export interface Nest {
  /** A JavaScript identifier: the export of the kernel module. */
  readonly name: string;
  readonly ndim: number;
  readonly inputs: readonly NestInput[];
  /** Types of the captured host scalars, passed as f64 (booleans as 0 or 1). */
  readonly captures: readonly KernelLocal[];
  readonly steps: readonly LoopStep[];
  readonly outputs: readonly NestOutput[];
  readonly span: Span;
}

export interface NestModule {
  readonly nests: readonly Nest[];
  /** Every function that the steps and monoids reach. */
  readonly functions: readonly KernelFunction[];
  /** Extents of the index spaces that nests are run over, by name, where they are known: undefined for an axis means that any may come. */
  readonly extents?: ReadonlyMap<string, readonly (number | undefined)[]>;
  /** Captures that have the same value whenever a nest is run, by its name: undefined for one that may have any. */
  readonly constants?: ReadonlyMap<string, readonly (number | undefined)[]>;
}
