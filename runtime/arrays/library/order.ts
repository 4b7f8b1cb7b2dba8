// sort, argsort, topk: along the last axis, row by row where each rank has whole rows; an array of one axis that is cut into blocks by a sample sort.
import type { DType } from "../../abi.ts";
import { showShape, spmdError } from "../../errors.ts";
import { distributedAxis, elementCount, shardParts } from "../../layout/shard.ts";
import { newElements, type ElementArray } from "../../memory/elements.ts";
import { asItIs, move } from "../move.ts";
import { sampleSort, sortRow, type Order, type Sorted } from "../sampleSort.ts";
import type { ArrayStore, StoredArray } from "../store.ts";
import type { LibraryCall, LibraryOperator } from "./index.ts";

export const sort: LibraryOperator = (store, call) => [ordered(store, call, call.inputs[0]!.element as DType, (sorted) => sorted.elements)];
export const argsort: LibraryOperator = (store, call) => [ordered(store, call, "i32", (sorted) => sorted.positions)];

const orderOf = ({ inputs: [a], attributes }: LibraryCall): Order => ({ dtype: a!.element as DType, descending: (attributes.options as { readonly descending?: boolean } | undefined)?.descending ?? false });

const isCut = (a: StoredArray, np: number): boolean => np > 1 && a.shape.length === 1 && distributedAxis(a.placement) === 0;

function ordered(store: ArrayStore, call: LibraryCall, element: DType, wanted: (sorted: Sorted) => ElementArray): StoredArray {
  const { inputs: [a], placements, site, comm } = call, target = store.make(element, a!.shape, placements[0]!, site);
  if (!isCut(a!, store.np)) {
    eachRow(a!, (from, to) => store.view(target, 0).set(wanted(sortRow(store.view(a!, 0).subarray(from, to), orderOf(call))), from));
    return target;
  }
  const part = wanted(sampleSort(store, comm, a!, orderOf(call), site)), counts = new Float64Array(comm.size);
  comm.allgather(new Float64Array([part.length]), counts, site);
  const starts = counts.map((_, rank) => counts.subarray(0, rank).reduce((sum, count) => sum + count, 0));
  const source = { parts: (rank: number) => [{ start: starts[rank]!, step: 1, count: counts[rank]!, halo: 0 }], stored: [part.length], view: () => part, fields: 1, everywhere: false };
  move(comm, [{ source: 0, runs: [{ to: 0, count: a!.shape[0]!, from: 0, step: 1 }] }], [source], asItIs(store, target), site);
  return target;
}

/** The greatest of each row, in descending order. Of a row that is cut every rank knows the greatest of each part. */
export const topk: LibraryOperator = (store, call) => {
  const { inputs: [a], attributes, placements, site, comm } = call, k = attributes.k as number, dtype = a!.element as DType, order: Order = { dtype, descending: true }, extent = a!.shape.at(-1)!;
  if (k > extent) throw spmdError("SPMD2070", { op: "topk", what: `the ${k} greatest`, shape: showShape(a!.shape) }, site);
  const target = store.make(dtype, [...a!.shape.slice(0, -1), k], placements[0]!, site), greatest = (row: ElementArray): ElementArray => sortRow(row, order).elements.subarray(0, k);
  if (!isCut(a!, store.np)) {
    let to = 0;
    eachRow(a!, (from, end) => {
      store.view(target, 0).set(greatest(store.view(a!, 0).subarray(from, end)), to);
      to += k;
    });
    return [target];
  }
  const sizes = Array.from({ length: store.np }, (_, rank) => Math.min(k, shardParts(a!.shape, a!.placement, rank, store.np)[0]!.count)), all = newElements(dtype, sizes.reduce((sum, n) => sum + n, 0));
  let at = 0;
  comm.allgatherv(greatest(store.view(a!, 0)), sizes.map((n) => all.subarray(at, (at += n))), site);
  store.view(target, 0).set(greatest(all));
  return [target];
};

function eachRow(a: StoredArray, visit: (from: number, to: number) => void): void {
  const row = a.stored.at(-1) ?? 1, size = elementCount(a.stored);
  for (let from = 0; from < size; from += row) visit(from, from + row);
}
