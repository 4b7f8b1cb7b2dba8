// Sorts an array of one axis in blocks: regular sampling (Shi and Schaeffer, Parallel sorting by regular sampling, 1992). Each rank sorts its part; keys at regular
// distances of all parts choose where these are cut; pieces go to their ranks and are put in order there.
//
//   cost  about 3 passes over the elements of a rank, one allgather of samples, one of counts, two exchanges of the elements and their positions
//
// Equal keys are told apart by position, so the result is the one stable order, whatever the number of ranks.
import type { DType, Site } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { axisPart } from "../layout/shard.ts";
import type { ElementArray } from "../memory/elements.ts";
import { compareKeys, keysOf, orderOf, type Keys } from "./order.ts";
import { exchangeRows, incomingCounts, newLike, takeRows } from "./route.ts";
import type { ArrayStore, StoredArray } from "./store.ts";

export interface Sorted {
  readonly elements: ElementArray;
  /** Where each stood. */
  readonly positions: Int32Array;
}

export interface Order {
  readonly dtype: DType;
  readonly descending: boolean;
}

const taken = <T extends ElementArray>(from: T, places: Int32Array): T => {
  const to = newLike(from, places.length);
  takeRows(from, places, 1, to);
  return to as T;
};

/** A row that is all here. */
export function sortRow(elements: ElementArray, { dtype, descending }: Order): Sorted {
  const positions = orderOf(keysOf(elements, dtype, descending));
  return { elements: taken(elements, positions), positions };
}

/** This rank's consecutive part of the whole. */
export function sampleSort(store: ArrayStore, comm: Communicator, a: StoredArray, how: Order, site: Site): Sorted {
  const { start } = axisPart(a.shape[0]!, 0, a.placement, store.rank, store.np), own = sortRow(store.view(a, 0), how), positions = own.positions.map((place) => place + start);
  const keys = keysOf(own.elements, how.dtype, how.descending), starts = cuts(comm, keys, positions, site);
  const incoming = incomingCounts(comm, starts.subarray(1).map((end, peer) => end - starts[peer]!), site);
  const elements = exchangeRows(comm, { starts, incoming }, own.elements, 1, site), from = exchangeRows(comm, { starts, incoming }, positions, 1, site) as Int32Array;
  // Pieces stand in the order of ranks, that is of positions: a stable sort keeps equal ones so.
  const { positions: order, elements: sorted } = sortRow(elements, how);
  return { elements: sorted, positions: taken(from, order) };
}

/** Where this rank's sorted part is cut: what goes to rank r stands from `cuts[r]` on. */
function cuts(comm: Communicator, keys: Keys, positions: Int32Array, site: Site): Int32Array {
  const np = comm.size, n = positions.length, each = 4 * np, mine = new Float64Array(each * 3).fill(NaN), all = new Float64Array(each * 3 * np);
  for (let k = 0; k < Math.min(each, n); k++) {
    const at = n <= each ? k : Math.floor(((k + 0.5) * n) / each);
    mine.set([keys.at(-1)![at]!, keys.length > 1 ? keys[0]![at]! : 0, positions[at]!], 3 * k);
  }
  comm.allgather(mine, all, site);
  const samples: [high: number, low: number, position: number][] = [];
  for (let k = 0; k < all.length; k += 3) if (!Number.isNaN(all[k]!)) samples.push([all[k]!, all[k + 1]!, all[k + 2]!]);
  samples.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const starts = new Int32Array(np + 1).fill(n);
  starts[0] = 0;
  for (let rank = 1; rank < np; rank++) {
    const sample = samples[Math.floor((rank * samples.length) / np)];
    starts[rank] = sample ? firstFrom(keys, positions, sample) : n;
  }
  return starts;
}

/** The first element that stands not before a sample. */
function firstFrom(keys: Keys, positions: Int32Array, [high, low, position]: readonly [number, number, number]): number {
  const sample: Keys = keys.length > 1 ? [new Uint32Array([low]), new Uint32Array([high])] : [new Uint32Array([high])];
  let from = 0, to = positions.length;
  while (from < to) {
    const middle = (from + to) >> 1, order = compareKeys(keys, middle, sample, 0) || positions[middle]! - position;
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
