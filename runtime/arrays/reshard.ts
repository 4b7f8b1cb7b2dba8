// Changes where an array's elements are, with one collective a field:
//
//   spread -> replicated          allgather        root -> replicated      broadcast
//   spread -> root                gather           root -> spread          scatter
//   block, grid -> same axes      neighbours       replicated -> any       a local slice
//   block -> window (same axis)   neighbours       one position of the axis that one rank has   broadcast
//   anything else                 alltoall
//
// A window that every rank holds already is read where it lies: nothing is copied.
// Which elements move is layout/exchange.ts; parts that lie dense in an array are sent from and received into it, others are packed in scratch memory.
// Where nothing moves on any rank the result is the same buffers under another placement; a halo goes into the room beside the array, where it has any (halo.ts).
import type { Placement, Site, Window } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { copies, fills, boxElements, type Box, type Reshard } from "../layout/exchange.ts";
import { copyBox, denseRange, fillBox, packBox, unpackBox } from "../layout/pack.ts";
import { axisPart, distributedAxes, hasHalo, isSpread, shardParts, withoutHalo } from "../layout/shard.ts";
import type { ElementArray } from "../memory/elements.ts";
import type { Buffer } from "../memory/rankMemory.ts";
import { haloInPlace, hasRoomFor } from "./halo.ts";
import type { ArrayStore, StoredArray } from "./store.ts";

export function reshard(store: ArrayStore, comm: Communicator, a: StoredArray, to: Placement, site: Site): StoredArray {
  if (to.kind === "window" && holdsWindows(a, to, store.np)) return store.alias(a, a.placement);
  if (isSameEverywhere(a, to, store.np)) return store.alias(a, to);
  // A rank that holds everything needs no halo: its kernels look up the boundary themselves.
  if (store.np === 1 && hasHalo(to) && !hasHalo(a.placement)) return store.alias(a, withoutHalo(to));
  if (hasRoomFor(a, to)) return haloInPlace(store, comm, a, to, site);
  const target = store.make(a.element, a.shape, to, site), plan: Reshard = { shape: a.shape, from: a.placement, to };
  for (let field = 0; field < a.buffers.length; field++) moveField(store, comm, plan, a, target, field, site);
  return target;
}

/** Every rank holds the same positions in the same places before and after. */
function isSameEverywhere(a: StoredArray, to: Placement, np: number): boolean {
  if (a.shape.length === 0) return a.placement.kind !== "root" || to.kind === "root";
  if (hasHalo(a.placement) || hasHalo(to)) return false;
  for (let rank = 0; rank < np; rank++) {
    const from = shardParts(a.shape, a.placement, rank, np);
    if (!shardParts(a.shape, to, rank, np).every((part, axis) => part.start === from[axis]!.start && part.count === from[axis]!.count && (part.step === from[axis]!.step || part.count <= 1))) return false;
  }
  return true;
}

/** Every rank has what it needs to walk already: it is read where it lies. */
function holdsWindows(a: StoredArray, to: Window, np: number): boolean {
  if (a.placement.kind === "root" && np > 1) return false;
  for (let rank = 0; rank < np; rank++) {
    const held = axisPart(a.shape[to.axis]!, to.axis, a.placement, rank, np), wanted = axisPart(a.shape[to.axis]!, to.axis, to, rank, np);
    const whole = shardParts(a.shape, a.placement, rank, np).every((part, axis) => axis === to.axis || part.count === a.shape[axis]);
    if (!whole || held.step !== 1 || wanted.start < held.start || wanted.start + wanted.count > held.start + held.count) return false;
  }
  return true;
}

/** One side of the messages between this rank and each other: elements in the array itself, or scratch memory beside it. */
interface Message {
  readonly boxes: readonly Box[];
  readonly length: number;
  readonly inArray: number | undefined;
  readonly scratch: Buffer | undefined;
}

function moveField(store: ArrayStore, comm: Communicator, plan: Reshard, source: StoredArray, target: StoredArray, field: number, site: Site): void {
  const { rank, np } = store, { from, to } = plan;
  // An allgather brings a rank its own part, too.
  const gathers = np > 1 && to.kind === "replicated" && isSpread(from);
  if (!gathers) for (const box of copies(plan, rank, rank, np)) copyBox(store.view(source, field), source.stored, store.view(target, field), target.stored, box);
  const holder = to.kind === "window" && to.step === 0 && from.kind !== "grid" && distributedAxes(from)[0] === to.axis ? holderOf(plan, np) : undefined;
  if (holder !== undefined) comm.bcast(store.view(target, field), holder, site);
  else if (np > 1 && from.kind !== "replicated") {
    const message = (a: StoredArray, side: "from" | "to", boxes: readonly Box[]): Message => {
      const length = boxes.reduce((sum, box) => sum + boxElements(box), 0), dense = boxes.length === 1 ? denseRange(boxes[0]!, side, a.stored) : undefined;
      return { boxes, length, inArray: dense?.start, scratch: dense || length === 0 ? undefined : store.scratch(a, field, length) };
    };
    const peers = Array.from({ length: np }, (_, r) => r);
    const sent = peers.map((r) => message(source, "from", gathers === (r === rank) ? copies(plan, rank, r, np) : []));
    const received = peers.map((r) => message(target, "to", gathers || r !== rank ? copies(plan, r, rank, np) : []));
    const viewsOf = (messages: readonly Message[], a: StoredArray): ElementArray[] => messages.map((m) => (m.scratch ? store.memory.view(m.scratch) : store.view(a, field).subarray(m.inArray ?? 0, (m.inArray ?? 0) + m.length)));
    const outgoing = viewsOf(sent, source), incoming = viewsOf(received, target), elements = store.view(source, field);
    sent.forEach((m, r) => m.scratch && m.boxes.reduce((at, box) => packBox(elements, source.stored, outgoing[r]!, at, box), 0));
    communicate(comm, plan, outgoing, incoming, store.view(target, field), site);
    const result = store.view(target, field);
    received.forEach((m, r) => m.scratch && m.boxes.reduce((at, box) => unpackBox(incoming[r]!, at, result, target.stored, box), 0));
    for (const m of [...sent, ...received]) if (m.scratch) store.memory.free(m.scratch);
  }
  for (const fill of fills(plan, rank, np)) fillBox(store.view(target, field), target.stored, fill.box, fill.value);
}

/** The rank that has what every rank wants. */
function holderOf(plan: Reshard, np: number): number | undefined {
  const holder = Array.from({ length: np }, (_, rank) => rank).find((rank) => copies(plan, rank, rank, np).length > 0);
  return np > 1 ? holder : undefined;
}

function communicate(comm: Communicator, { from, to }: Reshard, outgoing: readonly ElementArray[], incoming: readonly ElementArray[], whole: ElementArray, site: Site): void {
  const { rank } = comm;
  if (from.kind === "root" && to.kind === "replicated") comm.bcast(whole, 0, site);
  else if (to.kind === "replicated") comm.allgatherv(outgoing[rank]!, incoming, site);
  else if (from.kind === "root") comm.scatterv(rank === 0 ? outgoing : undefined, incoming[0]!, 0, site);
  else if (to.kind === "root") comm.gatherv(outgoing[0]!, rank === 0 ? incoming : undefined, 0, site);
  else if (areNeighbours(from, to)) exchange(comm, outgoing, incoming, site);
  else comm.alltoallv(outgoing, incoming, site);
}

/** The same axes are cut, so that what a rank has stays with it or goes to ranks nearby. */
function areNeighbours(from: Placement, to: Placement): boolean {
  if (from.kind === "grid") return to.kind === "grid" && from.axes.every((axis, k) => axis === to.axes[k]);
  return from.kind === "block" && (to.kind === "block" || to.kind === "window") && from.axis === to.axis;
}

/** Messages between those ranks only that have something for each other. */
function exchange(comm: Communicator, outgoing: readonly ElementArray[], incoming: readonly ElementArray[], site: Site): void {
  const receives = incoming.flatMap((view, r) => (view.length > 0 ? [comm.irecv(view, r, haloTag)] : [])), sends = outgoing.flatMap((view, r) => (view.length > 0 ? [comm.isend(view, r, haloTag)] : []));
  for (const transfer of [...receives, ...sends]) comm.wait(transfer, site);
}

const haloTag = 0;
