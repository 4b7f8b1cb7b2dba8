// What ranks tell each other while an operator that is no loop runs. The operator's own file declares it, as a function of where everything is; `explain` shows the
// bytes, 3-distribute weighs them and predictions turn them into time: one source for all three, which test/rules.test.ts holds against what ranks really receive.
//
//   gather(a, idx), both in blocks     alltoall about 4 bytes an index from another rank, and the rows that they name
//   matmul(a, b), both in blocks       ring     all of b but one's own part
//   slice(a, [1, -1])                  exchange exactly what crosses a boundary
import { distributedAxes, legElements, legsOf, shardParts } from "../../runtime/abi.ts";
import type { Piece } from "../../runtime/abi.ts";
import type { Attribute } from "../ir/array.ts";
import type { Placement } from "../ir/placement.ts";
import { bytesOf, fieldsOf } from "../ir/types.ts";
import type { ArrayType, Extent } from "../ir/types.ts";

/** `ring`: parts go from neighbour to neighbour, np - 1 times. `exchange`: messages only between ranks that have something for each other. `file`: no rank talks, each reads. */
export type Exchanging = "ring" | "exchange" | "alltoall" | "allgather" | "allreduce" | "file";

export interface PlacedArray {
  readonly type: ArrayType;
  readonly placement: Placement;
}

/** A call when it is known where its arrays are. */
export interface PlacedCall {
  readonly attributes: { readonly [name: string]: Attribute };
  readonly inputs: readonly PlacedArray[];
  readonly results: readonly PlacedArray[];
  readonly np: number;
  /** NaN where only the run knows. */
  size(extent: Extent): number;
}

export interface Exchange {
  readonly collective: Exchanging;
  /** Which inputs move; none: what moves has no name. */
  readonly of: readonly number[];
  /** What moves and why, for people. */
  readonly reason: string;
  /** Bytes that a rank receives (of a file: reads); NaN where an extent is not known. */
  received(rank: number): number;
  /** Where elements decide what moves, the bytes are what an even spread of them gives, or the most there can be. */
  readonly known: "exactly" | "about" | "at most";
  /** The bytes of all ranks together as a product, for where they are not known as a number; "np" is the number of ranks. */
  readonly formula: readonly Extent[];
}

export const isSpread = ({ placement }: PlacedArray): boolean => distributedAxes(placement).length > 0;

export const elementBytes = ({ type }: PlacedArray): number => fieldsOf(type.element).reduce((sum, [, dtype]) => sum + bytesOf[dtype], 0);

export const sizesOf = ({ type }: PlacedArray, call: PlacedCall): readonly number[] => type.shape.map((extent) => call.size(extent));

/** Indices travel as 32-bit integers. */
export const indexBytes = 4;

const product = (factors: readonly number[]): number => factors.reduce((a, b) => a * b, 1);

export const wholeBytes = (array: PlacedArray, call: PlacedCall): number => elementBytes(array) * product(sizesOf(array, call));

export const wholeFormula = (array: PlacedArray): readonly Extent[] => [elementBytes(array), ...array.type.shape];

/** Of what one rank holds. */
export function heldBytes(array: PlacedArray, call: PlacedCall, rank: number): number {
  const shape = sizesOf(array, call);
  return shape.some(Number.isNaN) ? NaN : elementBytes(array) * product(shardParts(shape, array.placement, rank, call.np).map((part) => part.count));
}

/** Elements that one rank holds. */
export const heldElements = (array: PlacedArray, call: PlacedCall, rank: number): number => heldBytes(array, call, rank) / elementBytes(array);

/** How much of what is spread evenly over the ranks is not one's own. */
export const othersShare = (np: number): number => 1 - 1 / np;

/** An input's parts go round, so that every rank sees all of it and has one part at a time. */
export const ring = (call: PlacedCall, input: number): Exchange => {
  const array = call.inputs[input]!;
  return { collective: "ring", of: [input], reason: "its parts go round, so that no rank has all of it", received: (rank) => wholeBytes(array, call) - heldBytes(array, call, rank), known: "exactly", formula: [...wholeFormula(array), "np"] };
};

/** Every rank tells every other the same few bytes. */
export const toldToAll = ({ np }: PlacedCall, bytes: number, reason: string): Exchange => ({ collective: "allgather", of: [], reason, received: () => bytes * (np - 1), known: "exactly", formula: [bytes, "np", "np"] });

/** The result is made of pieces of the inputs, and is in as many parts as they are: exactly those elements move whose place is on another rank. */
export function pieces(call: PlacedCall, piecesOf: () => readonly Piece[], reason: string): readonly Exchange[] {
  const [target] = call.results, { np } = call;
  if (!target || !isSpread(target) || !call.inputs.some(isSpread)) return [];
  // Found once, when the first bytes are asked for.
  const found: { list?: readonly Piece[] } = {};
  const received = (rank: number): number => {
    const shapes = call.inputs.map((input) => sizesOf(input, call)), shape = sizesOf(target, call);
    if ([...shapes, shape].flat().some(Number.isNaN)) return NaN;
    found.list ??= piecesOf();
    // Host values may choose the pieces.
    if (found.list.some(({ runs }) => runs.some((run) => Number.isNaN(run.to + run.count + run.from + run.step)))) return NaN;
    const wanted = shardParts(shape, target.placement, rank, np);
    let elements = 0;
    for (const piece of found.list) for (let peer = 0; peer < np; peer++) {
      const source = call.inputs[piece.source]!;
      if (peer === rank || !isSpread(source)) continue;
      const legs = legsOf(piece, shardParts(shapes[piece.source]!, source.placement, peer, np), wanted);
      if (legs) elements += legElements(legs);
    }
    return elements * elementBytes(target);
  };
  return [{ collective: "exchange", of: call.inputs.map((_, k) => k), reason, received, known: "exactly", formula: wholeFormula(target) }];
}

/** Each rank reads its part of a file, or all of it. */
export const readFrom = (call: PlacedCall, file: Attribute | undefined): Exchange => {
  const [result] = call.results, name = typeof file === "string" ? ` ${file}` : "";
  return {
    collective: "file", of: [], reason: isSpread(result!) ? `each rank reads its own part of the file${name}` : `every rank reads the whole file${name}`,
    received: (rank) => heldBytes(result!, call, rank), known: "exactly", formula: [...wholeFormula(result!), ...(isSpread(result!) ? [] : ["np"])],
  };
};
