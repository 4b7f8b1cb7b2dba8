// What operators share that put elements in order: ascending or descending, not-a-number last, -0 and 0 equal, equal elements in the order in which they stand.
import type { ArrayOp } from "../ir/array.ts";
import { block, replicated } from "../ir/placement.ts";
import type { Extent } from "../ir/types.ts";
import type { DenseData, Parameter, Rule } from "./defineOp.ts";
import type { Exchange, PlacedCall } from "./exchange.ts";
import { elementBytes, heldBytes, heldElements, indexBytes, isSpread, othersShare, toldToAll } from "./exchange.ts";
import { aligns } from "./rearrange.ts";

export interface OrderOptions {
  /** The greatest first; false if not given. */
  readonly descending?: boolean;
}

export const orderParameter: Parameter = { kind: "options", name: "options", optional: true, fields: [{ kind: "scalar", name: "descending", optional: true, boolean: true }] };

export const isDescending = (attributes: { readonly [name: string]: unknown }): boolean => (attributes.options as OrderOptions | undefined)?.descending ?? false;

/** The places of a row's elements in their order. */
export function orderOfRow(row: DenseData, descending: boolean): number[] {
  const last = (x: number): number => Number(Number.isNaN(x)), compare = (x: number, y: number): number => (x < y ? -1 : Number(x > y)) * (descending ? -1 : 1);
  return Array.from(row.keys()).sort((i, j) => last(row[i]!) - last(row[j]!) || compare(row[i]!, row[j]!) || i - j);
}

/** Calls `visit` with each row along the last axis and where it begins. */
export function eachRow(data: DenseData, shape: readonly number[], visit: (row: DenseData, from: number) => void): void {
  const length = shape.at(-1)!;
  for (let from = 0; from < data.length; from += length) visit(data.subarray(from, from + length), from);
}

/** The last axis is whole, or the only one and in blocks. */
export function orderRules(ndim: number): Rule[] {
  const cut = ndim === 1 ? aligns.flatMap((from) => aligns.map((to): Rule => ({ inputs: [block(0, from)], outputs: [block(0, to)] }))) : [];
  const rows = Array.from({ length: ndim - 1 }, (_, axis) => aligns.map((align): Rule => ({ inputs: [block(axis, align)], outputs: [block(axis, align)] }))).flat();
  return [...cut, ...rows, { inputs: [replicated], outputs: [replicated] }];
}

/** What it takes to put the only axis in order while it is in blocks (runtime/arrays/sorting.ts); rows that are whole stay where they are. `places`: where elements stood goes with them. */
export const orderExchanges = (places: boolean) => (call: PlacedCall): readonly Exchange[] => {
  const [a] = call.inputs;
  if (!isSpread(a!) || a!.type.shape.length !== 1) return [];
  const element = elementBytes(a!), keyBytes = element === 8 ? 8 : 4, bytes = element + (places ? indexBytes : 0), counts = keyBytes * digits * countBytes * (call.np - 1);
  return [{
    collective: "allreduce", of: [], reason: "how many elements lie below each key that may be where parts are cut", known: "exactly", formula: [counts, "np"], received: () => counts,
  }, toldToAll(call, indexBytes * (2 * call.np - 1), "where each rank's part is cut"), {
    collective: "alltoall", of: [0], reason: places ? "elements and where they stood go to their ranks in the order" : "elements go to their ranks in the order", known: "about", formula: [bytes, ...a!.type.shape],
    received: (rank) => othersShare(call.np) * bytes * heldElements(a!, call, rank),
  }];
};

/** A byte's values, and what a number of elements takes. */
const digits = 256, countBytes = 8;

/** Comparisons of an element in an array of typical length, several operations each. */
const operationsAnElement = 100;

export const orderWork = (op: ArrayOp): readonly Extent[] => [...op.types[0]!.shape, operationsAnElement];
