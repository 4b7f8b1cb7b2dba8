// Rows chosen by index: each goes to, or comes from, the rank that holds its position along the first axis. Rows keep the order in which they were named, and what
// several ranks send to one is taken in the order of ranks: the same for any number of them where indices lie in blocks.
//
//   fetchRows    a block(0), rows [7, 0, 7] wanted here   ->   places to the owners, rows back: two exchanges
//   sendRows     rows [7, 0] with values                  ->   places and values to the owners: two exchanges
import type { Shape, Site } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { spmdError } from "../errors.ts";
import { axisPart, distributedAxis, elementCount, shardParts } from "../layout/shard.ts";
import type { ElementArray } from "../memory/elements.ts";
import type { ArrayStore, StoredArray } from "./store.ts";

/** For each peer which of the rows are its, in their order. */
export interface Routes {
  /** Numbers of the rows, those of peer 0 first. */
  readonly order: Int32Array;
  readonly starts: Int32Array;
  /** How many rows each peer sends here. */
  readonly incoming: Int32Array;
}

const rowLength = (stored: Shape): number => elementCount(stored.slice(1));

/** Copies rows: row k of the result is row `places[k]`. */
export function takeRows(source: ElementArray, places: Int32Array, row: number, target: ElementArray): void {
  if (row === 1) for (let k = 0; k < places.length; k++) target[k] = source[places[k]!]!;
  else for (let k = 0; k < places.length; k++) for (let n = 0, from = places[k]! * row, to = k * row; n < row; n++) target[to + n] = source[from + n]!;
}

/** And the other way: row k becomes row `places[k]`. */
function putRows(source: ElementArray, places: Int32Array, row: number, target: ElementArray): void {
  if (row === 1) for (let k = 0; k < places.length; k++) target[places[k]!] = source[k]!;
  else for (let k = 0; k < places.length; k++) for (let n = 0, from = k * row, to = places[k]! * row; n < row; n++) target[to + n] = source[from + n]!;
}

export const newLike = (like: ElementArray, length: number): ElementArray => new (like.constructor as new (length: number) => ElementArray)(length);

/** The rank that holds each position of the first axis. */
function ownersOf(a: Pick<StoredArray, "shape" | "placement">, np: number): (position: number) => number {
  if (a.placement.kind === "cyclic") return (position) => position % np;
  const ends = Array.from({ length: np }, (_, rank) => {
    const { start, count } = axisPart(a.shape[0]!, 0, a.placement, rank, np);
    return start + count;
  });
  return (position) => {
    let low = 0, high = np - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (position < ends[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function routesTo(comm: Communicator, owners: Int32Array, site: Site): Routes {
  const np = comm.size, starts = new Int32Array(np + 1), order = new Int32Array(owners.length), counts = new Int32Array(np);
  for (const owner of owners) counts[owner]!++;
  for (let rank = 0; rank < np; rank++) starts[rank + 1] = starts[rank]! + counts[rank]!;
  const next = starts.slice();
  for (let k = 0; k < owners.length; k++) order[next[owners[k]!]!++] = k;
  return { order, starts, incoming: incomingCounts(comm, counts, site) };
}

/** Rows `starts[r] .. starts[r + 1] - 1` go to peer r; what comes back is all that peers sent, those of peer 0 first. */
export function exchangeRows(comm: Communicator, { starts, incoming }: Pick<Routes, "starts" | "incoming">, ordered: ElementArray, row: number, site: Site): ElementArray {
  const received = newLike(ordered, incoming.reduce((sum, n) => sum + n, 0) * row), outgoing: ElementArray[] = [], views: ElementArray[] = [];
  let at = 0;
  incoming.forEach((count, peer) => {
    outgoing.push(ordered.subarray(starts[peer]! * row, starts[peer + 1]! * row));
    views.push(received.subarray(at, (at += count * row)));
  });
  comm.alltoallv(outgoing, views, site);
  return received;
}

/** The places of rows on their owners, and who these are. */
function located(store: ArrayStore, a: Pick<StoredArray, "shape" | "placement">, rows: Int32Array): { readonly owners: Int32Array; readonly places: Int32Array } {
  const ownerOf = ownersOf(a, store.np), owners = rows.map(ownerOf), parts = Array.from({ length: store.np }, (_, rank) => axisPart(a.shape[0]!, 0, a.placement, rank, store.np));
  return { owners, places: rows.map((position, k) => parts[owners[k]!]!.halo + (position - parts[owners[k]!]!.start) / parts[owners[k]!]!.step) };
}

/** Fills `target`, whose local rows are as many as `rows`, with those rows of an array whose rows are on several ranks. */
export function fetchRows(store: ArrayStore, comm: Communicator, source: StoredArray, rows: Int32Array, target: StoredArray, site: Site): void {
  const row = rowLength(source.stored), { owners, places } = located(store, source, rows), routes = routesTo(comm, owners, site), back = reversed(routes);
  const asked = exchangeRows(comm, routes, places.map((_, k) => places[routes.order[k]!]!), 1, site) as Int32Array;
  source.buffers.forEach((_, field) => {
    const view = store.view(source, field), reply = newLike(view, asked.length * row);
    takeRows(view, asked, row, reply);
    putRows(exchangeRows(comm, back, reply, row, site), routes.order, row, store.view(target, field));
  });
}

/** Answers go back where questions came from. */
function reversed({ starts, incoming }: Routes): Pick<Routes, "starts" | "incoming"> {
  const from = new Int32Array(incoming.length + 1);
  incoming.forEach((count, peer) => (from[peer + 1] = from[peer]! + count));
  return { starts: from, incoming: incoming.map((_, peer) => starts[peer + 1]! - starts[peer]!) };
}

/** How many rows each peer sends here, if this rank sends `counts`. */
export function incomingCounts(comm: Communicator, counts: Int32Array, site: Site): Int32Array {
  const all = new Int32Array(comm.size * comm.size);
  comm.allgather(counts, all, site);
  return counts.map((_, rank) => all[rank * comm.size + comm.rank]!);
}

export interface ReceivedRows {
  /** Places in this rank's part of the array. */
  readonly places: Int32Array;
  readonly values: readonly ElementArray[];
}

/** Sends rows with values (one array a field, as many rows) to who holds those rows of an array. */
export function sendRows(store: ArrayStore, comm: Communicator, to: StoredArray, rows: Int32Array, values: readonly ElementArray[], site: Site): ReceivedRows {
  if (comm.size === 1 || distributedAxis(to.placement) !== 0) return { places: rows, values };
  const { owners, places } = located(store, to, rows), routes = routesTo(comm, owners, site), row = rowLength(to.stored);
  const ordered = values.map((value) => {
    const copy = newLike(value, value.length);
    takeRows(value, routes.order, row, copy);
    return copy;
  });
  return { places: exchangeRows(comm, routes, places.map((_, k) => places[routes.order[k]!]!), 1, site) as Int32Array, values: ordered.map((value) => exchangeRows(comm, routes, value, row, site)) };
}

/** This rank's indices as positions of an axis; the first in row-major order that is none is every rank's error. With `fromEnd` -1 is the last position. */
export function positionsOf(store: ArrayStore, comm: Communicator, indices: StoredArray, extent: number, fromEnd: boolean, op: string, site: Site): Int32Array {
  const given = store.view(indices, 0), positions = new Int32Array(given.length);
  let bad = -1;
  for (let k = 0; k < given.length; k++) {
    const index = given[k]!, position = index < 0 && fromEnd ? index + extent : index;
    if (bad < 0 && !(position >= 0 && position < extent)) bad = k;
    positions[k] = position;
  }
  agreeOnBad(store, comm, indices, bad, extent, op, site);
  return positions;
}

/** Throws on every rank if any has an index (at place `bad` of its part; -1: none) that is no position: SPMD2072 tells the first. */
export function agreeOnBad(store: ArrayStore, comm: Communicator, indices: StoredArray, bad: number, extent: number, op: string, site: Site): void {
  const mine = new Float64Array([bad < 0 ? Infinity : globalPosition(store, indices, bad), bad < 0 ? 0 : store.view(indices, 0)[bad]!]), all = new Float64Array(2 * comm.size);
  if (comm.size > 1 && distributedAxis(indices.placement) !== undefined) comm.allgather(mine, all, site);
  else all.set(mine);
  let first = Infinity, index = 0;
  for (let rank = 0; rank < comm.size; rank++) {
    if ((rank === 0 || distributedAxis(indices.placement) !== undefined) && all[2 * rank]! < first) [first, index] = [all[2 * rank]!, all[2 * rank + 1]!];
  }
  if (first < Infinity) throw spmdError("SPMD2072", { op, index, extent }, site);
}

/** The row-major global position of an element of this rank's part. */
function globalPosition(store: ArrayStore, a: StoredArray, place: number): number {
  const parts = shardParts(a.shape, a.placement, store.rank, store.np);
  let rest = place, position = 0, stride = 1;
  for (let axis = parts.length - 1; axis >= 0; axis--) {
    const part = parts[axis]!, extent = a.stored[axis]!;
    position += (part.start + ((rest % extent) - part.halo) * part.step) * stride;
    rest = Math.floor(rest / extent);
    stride *= a.shape[axis]!;
  }
  return position;
}
