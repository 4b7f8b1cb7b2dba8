// Fills an array with pieces of others (layout/pieces.ts), wherever the elements are. Each rank knows what it has for every other, so messages go only between
// ranks that have something for each other, one a piece and field.
//
//   slice(a, [1, n])  block(0) to block(0)   ->   most elements stay; one crosses each boundary
import type { Shape, Site } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { copyWalks, type Walk } from "../layout/pack.ts";
import { flatPart, legElements, legsOf, type Leg, type Piece } from "../layout/pieces.ts";
import { rowMajorStrides, shardParts, type AxisPart } from "../layout/shard.ts";
import type { ElementArray } from "../memory/elements.ts";
import type { ArrayStore, StoredArray } from "./store.ts";

/** Elements that every rank has a part of. */
export interface Side {
  parts(rank: number): readonly AxisPart[];
  /** Extents of this rank's buffers. */
  readonly stored: Shape;
  view(field: number): ElementArray;
  readonly fields: number;
  /** Every rank has all of it. */
  readonly everywhere: boolean;
}

export const asItIs = (store: ArrayStore, a: StoredArray): Side => ({
  parts: (rank) => shardParts(a.shape, a.placement, rank, store.np), stored: a.stored, view: (field) => store.view(a, field), fields: a.buffers.length, everywhere: a.placement.kind === "replicated",
});

/** Its elements in row-major order, as one axis: of an array in blocks of its first axis, or whole. */
export const flattened = (store: ArrayStore, a: StoredArray): Side => ({
  ...asItIs(store, a), parts: (rank) => [flatPart(a.shape, shardParts(a.shape, a.placement, rank, store.np))], stored: [a.stored.reduce((product, extent) => product * extent, 1)],
});

export function move(comm: Communicator, pieces: readonly Piece[], sources: readonly Side[], target: Side, site: Site): void {
  const { rank, size } = comm, peers = Array.from({ length: size }, (_, peer) => peer);
  for (let field = 0; field < target.fields; field++) {
    const sends = peers.map(() => [] as (() => ElementArray)[]), takes = peers.map(() => [] as { readonly legs: readonly Leg[]; readonly length: number }[]);
    for (const piece of pieces) {
      const source = sources[piece.source]!;
      for (const peer of peers) {
        if (source.everywhere && peer !== rank) continue;
        const given = legsOf(piece, source.parts(rank), target.parts(peer));
        if (peer === rank) {
          if (given) copyWalks(source.view(field), start(given, source.stored, "from"), target.view(field), start(given, target.stored, "to"), walks(given, source.stored, target.stored));
          continue;
        }
        if (given) sends[peer]!.push(() => packed(source.view(field), given, source.stored));
        const taken = legsOf(piece, source.parts(peer), target.parts(rank));
        if (taken) takes[peer]!.push({ legs: taken, length: legElements(taken) });
      }
    }
    exchange(comm, sends, takes, target, field, site);
  }
}

function exchange(comm: Communicator, sends: readonly (() => ElementArray)[][], takes: readonly { readonly legs: readonly Leg[]; readonly length: number }[][], target: Side, field: number, site: Site): void {
  const outgoing = sends.map((parts) => joined(parts.map((part) => part()))), like = target.view(field);
  const incoming = takes.map((parts) => (parts.length === 0 ? undefined : newLike(like, parts.reduce((sum, part) => sum + part.length, 0))));
  const receives = incoming.flatMap((view, peer) => (view ? [comm.irecv(view, peer, moveTag)] : [])), sent = outgoing.flatMap((view, peer) => (view ? [comm.isend(view, peer, moveTag)] : []));
  for (const transfer of [...receives, ...sent]) comm.wait(transfer, site);
  incoming.forEach((view, peer) => {
    let at = 0;
    for (const { legs, length } of takes[peer]!) {
      const counts = legs.map((leg) => leg.count);
      copyWalks(view!, at, target.view(field), start(legs, target.stored, "to"), walks(legs.map((leg) => ({ ...leg, fromStep: 1 })), counts, target.stored));
      at += length;
    }
  });
}

const moveTag = 1;

const newLike = (like: ElementArray, length: number): ElementArray => new (like.constructor as new (length: number) => ElementArray)(length);

function packed(source: ElementArray, legs: readonly Leg[], stored: Shape): ElementArray {
  const message = newLike(source, legElements(legs)), counts = legs.map((leg) => leg.count);
  copyWalks(source, start(legs, stored, "from"), message, 0, walks(legs.map((leg) => ({ ...leg, toStep: 1 })), stored, counts));
  return message;
}

function joined(parts: readonly ElementArray[]): ElementArray | undefined {
  if (parts.length < 2) return parts[0];
  const whole = newLike(parts[0]!, parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function start(legs: readonly Leg[], stored: Shape, side: "from" | "to"): number {
  const strides = rowMajorStrides(stored);
  return legs.reduce((at, leg, axis) => at + leg[side] * strides[axis]!, 0);
}

function walks(legs: readonly Leg[], from: Shape, to: Shape): Walk[] {
  const fromStrides = rowMajorStrides(from), toStrides = rowMajorStrides(to);
  return legs.map((leg, axis) => ({ count: leg.count, from: leg.fromStep * fromStrides[axis]!, to: leg.toStep * toStrides[axis]! }));
}
