// sort, argsort, topk: along the last axis, row by row where each rank has whole rows; an array of one axis that is cut into blocks by all ranks together.
import type { DType } from "../../abi.ts";
import { showShape, spmdError } from "../../errors.ts";
import { distributedAxis, shardParts } from "../../layout/shard.ts";
import { newElements } from "../../memory/elements.ts";
import { sortBlocks, sortRows, type Sorted, type Sorting } from "../sorting.ts";
import type { ArrayStore, StoredArray } from "../store.ts";
import type { LibraryCall, LibraryOperator } from "./index.ts";

export const sort: LibraryOperator = (store, call) => {
  const target = store.make(call.inputs[0]!.element, call.inputs[0]!.shape, call.placements[0]!, call.site);
  ordered(store, call, { elements: target.buffers[0]! }, target);
  return [target];
};

export const argsort: LibraryOperator = (store, call) => {
  const target = store.make("i32", call.inputs[0]!.shape, call.placements[0]!, call.site), elements = store.memory.allocate(call.inputs[0]!.element as DType, target.buffers[0]!.length, "elements in order");
  ordered(store, call, { elements, places: target.buffers[0]! }, target);
  store.memory.free(elements);
  return [target];
};

const sortingOf = ({ memory }: ArrayStore, { inputs: [a], attributes, kernel }: LibraryCall, descending = (attributes.options as { readonly descending?: boolean } | undefined)?.descending ?? false): Sorting =>
  ({ memory, kernel, dtype: a!.element as DType, descending });

const isCut = (a: StoredArray, np: number): boolean => np > 1 && a.shape.length === 1 && distributedAxis(a.placement) === 0;

function ordered(store: ArrayStore, call: LibraryCall, into: Sorted, target: StoredArray): void {
  const { inputs: [a], site, comm } = call, how = sortingOf(store, call);
  if (isCut(a!, store.np)) sortBlocks(how, comm, a!, into, target, site);
  else sortRows(how, a!.buffers[0]!, a!.stored.at(-1)!, into);
}

/** The greatest of each row, in descending order. Of a row that is cut every rank knows the greatest of each part. */
export const topk: LibraryOperator = (store, call) => {
  const { inputs: [a], attributes, placements, site, comm } = call, { memory } = store, k = attributes.k as number, dtype = a!.element as DType, how = sortingOf(store, call, true), extent = a!.shape.at(-1)!;
  if (k > extent) throw spmdError("SPMD2070", { op: "topk", what: `the ${k} greatest`, shape: showShape(a!.shape) }, site);
  const target = store.make(dtype, [...a!.shape.slice(0, -1), k], placements[0]!, site), row = a!.stored.at(-1)!, from = a!.buffers[0]!;
  const sorted = memory.allocate(dtype, from.length, "elements in order");
  sortRows(how, from, row, { elements: sorted });
  if (!isCut(a!, store.np)) {
    const elements = memory.view(sorted), to = store.view(target, 0);
    for (let start = 0, end = 0; start < from.length; start += row, end += k) to.set(elements.subarray(start, start + k), end);
    memory.free(sorted);
    return [target];
  }
  const sizes = Array.from({ length: store.np }, (_, rank) => Math.min(k, shardParts(a!.shape, a!.placement, rank, store.np)[0]!.count)), all = memory.allocate(dtype, sizes.reduce((sum, n) => sum + n, 0), "the greatest of each part"), views = memory.view(all);
  const best = memory.allocate(dtype, all.length, "elements in order"), mine = newElements(dtype, Math.min(k, row));
  mine.set(memory.view(sorted).subarray(0, mine.length));
  let at = 0;
  comm.allgatherv(mine, sizes.map((n) => views.subarray(at, (at += n))), site);
  sortRows(how, all, all.length, { elements: best });
  store.view(target, 0).set(memory.view(best).subarray(0, k));
  [sorted, all, best].forEach(memory.free);
  return [target];
};
