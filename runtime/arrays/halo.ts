// A halo exchanged in place: the elements of neighbours go into the room beside a rank's own elements, which stay where they are. The result is the same
// buffers, seen with more positions at both ends.
//
//   [ room | 5 6 7 8 9 | room ]   block(0) -> block(0, halo 1)   [ 4 | 5 6 7 8 9 | 10 ]      rank 1: 4 from rank 0, 10 from rank 2
//
// The exchange is only begun here. Whoever reads the array first ends it (`Room.pending`): a launch after it has computed the positions that need no
// neighbour (launch.ts), so that messages travel meanwhile. Arrays do not change, so a halo that is there is exchanged once.
//
// Cost: two messages of the halo's width each way along each axis; the copy of a whole shard that reshard.ts would make is what this saves.
// Where the room lies between the rows (store.ts) all of it is filled at once: the array is seen as it is stored.
import type { Grid, Placement, Site } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { boxElements, copies, fills, type Box, type Reshard } from "../layout/exchange.ts";
import { copyBox, denseRange, fillBox, packBox, unpackBox } from "../layout/pack.ts";
import { distributedAxes, haloAlong, hasHalo, storedShape } from "../layout/shard.ts";
import type { ElementArray } from "../memory/elements.ts";
import type { Buffer } from "../memory/rankMemory.ts";
import type { ArrayStore, StoredArray } from "./store.ts";

type Block = (Placement & { readonly kind: "block" }) | Grid;

/** The array lies where `to` wants it, and has room that no other boundary has taken. The same on every rank. */
export function hasRoomFor(a: StoredArray, to: Placement): to is Block {
  const { placement: from, room } = a;
  if (!room || (to.kind !== "block" && to.kind !== "grid") || !hasHalo(to) || !sameParts(from, to) || (room.beside && hasHalo(from))) return false;
  const fits = halosOf(to).every((halo, k) => halo <= room.halos[k]!) && (to.kind === "block" || !to.corners || room.corners);
  return fits && (room.holds === undefined || room.holds.boundary === boundaryName(to));
}

function sameParts(from: Placement, to: Placement): boolean {
  if (from.kind === "block") return to.kind === "block" && from.axis === to.axis && from.align === to.align;
  return from.kind === "grid" && to.kind === "grid" && from.axes.every((axis, k) => axis === to.axes[k] && from.aligns[k] === to.aligns[k]);
}

const halosOf = (to: Block): readonly number[] => (to.kind === "block" ? [to.halo] : to.halos);

const boundaryName = ({ boundary }: Block): string => (boundary?.kind === "value" ? `value ${Object.is(boundary.value, -0) ? "-0" : String(boundary.value)}` : (boundary?.kind ?? ""));

export function haloInPlace(store: ArrayStore, comm: Communicator, a: StoredArray, to: Block, site: Site): StoredArray {
  const room = a.room!, whole: Block = room.beside ? to : { ...(a.placement as Block), ...(to.boundary && { boundary: to.boundary }) }, halos = halosOf(whole);
  const around = store.alias(a, whole, room.beside ? halos[0]! : 0);
  if (room.holds && halos.every((halo, k) => halo <= room.holds!.halos[k]!)) return around;
  room.pending?.();
  room.holds = { halos, boundary: boundaryName(to) };
  const end = begin(store, comm, a, around, whole, site);
  room.pending = () => {
    room.pending = undefined;
    end();
  };
  return around;
}

const placementName = (to: Block): string => (to.kind === "block" ? `${to.axis} ${to.align} ${to.halo}` : `${to.axes.join(" ")} ${to.aligns.join(" ")} ${to.halos.join(" ")} ${String(to.corners)}`);

/** One message, or elements that stay on the rank. */
interface Stretch {
  readonly peer: number;
  readonly box: Box;
  readonly length: number;
  /** Where it lies dense on this rank. */
  readonly dense: number | undefined;
}

interface HaloPlan {
  readonly sends: readonly Stretch[];
  readonly takes: readonly Stretch[];
  readonly own: readonly Box[];
  readonly fills: ReturnType<typeof fills>;
}

function planOf(plan: Reshard & { readonly to: Block }, rank: number, np: number): HaloPlan {
  const peers = Array.from({ length: np }, (_, r) => r).filter((r) => r !== rank);
  const stretches = (side: "from" | "to", boxes: (peer: number) => Box[]): Stretch[] => {
    const stored = storedShape(plan.shape, plan[side], rank, np);
    return peers.flatMap((peer) => boxes(peer).filter((box) => boxElements(box) > 0).map((box) => ({ peer, box, length: boxElements(box), dense: denseRange(box, side, stored)?.start })));
  };
  return {
    sends: stretches("from", (peer) => copies(plan, rank, peer, np)),
    takes: stretches("to", (peer) => copies(plan, peer, rank, np)),
    // The elements themselves are where they should be.
    own: copies(plan, rank, rank, np).filter((box) => !distributedAxes(plan.to).every((axis) => box[axis]!.to === haloAlong(plan.to, axis))),
    fills: fills(plan, rank, np),
  };
}

/** Sends, posts the receives and fills what this rank knows itself; the function returned waits for the rest. */
function begin(store: ArrayStore, comm: Communicator, a: StoredArray, around: StoredArray, to: Block, site: Site): () => void {
  const { rank, np, memory } = store, key = `halo ${a.shape.join(" ")}, ${placementName(to)} ${boundaryName(to)}`;
  const plan = store.remembered(key, () => planOf({ shape: a.shape, from: a.placement, to }, rank, np)), ends: (() => void)[] = [], scratches: Buffer[] = [];
  const message = (array: StoredArray, field: number, { dense, length }: Stretch): ElementArray => {
    if (dense !== undefined) return memory.view(array.buffers[field]!).subarray(dense, dense + length);
    const scratch = store.scratch(array, field, length);
    scratches.push(scratch);
    return memory.view(scratch);
  };
  a.buffers.forEach((_, field) => {
    for (const take of plan.takes) {
      const into = message(around, field, take), transfer = comm.irecv(into, take.peer, tag);
      ends.push(() => {
        comm.wait(transfer, site);
        if (take.dense === undefined) unpackBox(into, 0, memory.view(around.buffers[field]!), around.stored, take.box);
      });
    }
    for (const send of plan.sends) {
      const from = message(a, field, send);
      if (send.dense === undefined) packBox(memory.view(a.buffers[field]!), a.stored, from, 0, send.box);
      const transfer = comm.isend(from, send.peer, tag);
      ends.push(() => comm.wait(transfer, site));
    }
    const own = memory.view(a.buffers[field]!), whole = memory.view(around.buffers[field]!);
    for (const box of plan.own) copyBox(own, a.stored, whole, around.stored, box);
    for (const { box, value } of plan.fills) fillBox(whole, around.stored, box, value);
  });
  return () => {
    ends.forEach((end) => end());
    scratches.forEach(memory.free);
  };
}

const tag = 0;
