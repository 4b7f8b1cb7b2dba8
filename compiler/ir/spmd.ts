// The local view: what each rank runs. The same structured host program as before, whose array computations are now launches of kernels
// on shards and explicit collectives. It reads like the program a person would have written with MPI.
import type { HostName, Monoid, Attribute, View } from "./array.ts";
import type { Program } from "./host.ts";
import type { Nest } from "./nest.ts";
import type { Placement, Room } from "./placement.ts";
import type { ArrayType, ElementType, Extent, Span, ValueId } from "./types.ts";

/** A value of the local view: the global type says the index space, the placement which part of it this rank holds. */
export interface LocalValue {
  readonly value: ValueId;
  readonly type: ArrayType;
  readonly placement: Placement;
  /** Of what a launch stores in blocks or a grid: positions around them for which there is to be memory, since a halo will be wanted (`runtime/arrays/halo.ts`). */
  readonly room?: Room;
}

/** Why a collective is there: shown by `explain`. */
export interface Cause {
  readonly span: Span;
  /** "reduceAll needs every rank's part", ... */
  readonly reason: string;
  /** The planner's choice, since it is cheaper: parts would do, too. */
  readonly chosen?: true;
  /** What else uses the copy that is made here. */
  readonly others?: readonly Omit<Cause, "others">[];
}

/** All that a collective is there for. */
export const causesOf = ({ others = [], ...first }: Cause): readonly Omit<Cause, "others">[] => [first, ...others];

export type LocalNode =
  /**
   * Runs a kernel over this rank's part of the index space `shape` placed as `placement`. No communication. `outputs` has one value a nest output, two for a
   * scan: its prefixes, then its totals. Leaves and totals have the loop's shape as their type's and its placement: only the runtime divides extents by leaves.
   */
  | {
      readonly kind: "launch";
      readonly nest: string;
      readonly ops: readonly { readonly op: string; readonly span: Span }[];
      readonly shape: readonly Extent[];
      readonly placement: Placement;
      readonly inputs: readonly ValueId[];
      /** For each input of which only a part is read: which. Absent if there is none. */
      readonly views?: readonly (View | undefined)[];
      readonly captures: readonly (string | number)[];
      readonly outputs: readonly LocalValue[];
      readonly span: Span;
    }
  | LocalReshard
  /** Arrays that all ranks want at the same time: one allgather carries what each of them would have sent by itself. */
  | { readonly kind: "moves"; readonly moves: readonly LocalReshard[]; readonly collective: "allgather"; readonly cause: Cause }
  | LocalFold
  /** Folds that are wanted at the same time: one allgather carries what each of them would have sent by itself. */
  | { readonly kind: "together"; readonly folds: readonly LocalFold[]; readonly collective: "allgather"; readonly cause: Cause }
  /** A library operator (fromArray, readNpy, ...) on shards; the runtime has it under its name. */
  | { readonly kind: "call"; readonly op: string; readonly inputs: readonly ValueId[]; readonly results: readonly LocalValue[]; readonly attributes: { readonly [key: string]: Attribute }; readonly fold?: CallFold; readonly span: Span };

/** Changes a placement: `collective` says how (allgather, gather, alltoall, halo, shift, slice, none). */
export interface LocalReshard {
  readonly kind: "reshard";
  readonly input: ValueId;
  readonly from: Placement;
  readonly result: LocalValue;
  readonly collective: string;
  readonly cause: Cause;
}

/** What ranks tell each other to finish reductions and scans. */
export type LocalFold = LocalCombine | LocalCarry;

interface FoldOf {
  /** The loop's index space and its placement. */
  readonly shape: readonly Extent[];
  readonly placement: Placement;
  /** Rows are folded with each other, too: of a carry, what goes before goes on from row to row. */
  readonly all: boolean;
  readonly monoid: Monoid;
  readonly accumulator: ElementType;
  readonly result: LocalValue;
  readonly collective: "none" | "allgather";
  readonly cause: Cause;
}

/**
 * Folds the leaves that a launch left along `axis` into the canonical tree; `all`: then the rows too. Where the distributed axis is among those folded,
 * the ranks allgather their subtrees. `leaves` has the loop's index space with the extent along `axis` divided by the leaf's length.
 */
export interface LocalCombine extends FoldOf {
  readonly kind: "combine";
  readonly leaves: ValueId;
  readonly axis: number;
}

/** From the leaves' totals, what goes before each leaf; `all`: across rows and ranks as well. */
export interface LocalCarry extends FoldOf {
  readonly kind: "carry";
  readonly totals: ValueId;
}

/** What an operator combines with, and in which dtype. */
export interface CallFold {
  readonly monoid: Monoid;
  readonly accumulator: ElementType;
}

export type { HostName };

export interface LocalProgram extends Program<LocalNode> {
  readonly nests: readonly Nest[];
  /** The one placement each array slot keeps. */
  readonly slotPlacements: { readonly [slot: string]: Placement };
}
