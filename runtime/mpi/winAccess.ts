// How a rank gets at another's part of a window: in place where it sees the memory, else through the transport's window. Either way the bytes have arrived when the call
// returns, and accumulates exclude each other, window part by window part.
import { isContiguous } from "../datatypes/layout.ts";
import { packed, unpack } from "../datatypes/pack.ts";
import { bytesOf, type Numbers, type View } from "../transport/transport.ts";
import type { Region } from "./buffers.ts";
import type { Op } from "./op.ts";
import type { WinState } from "./win.ts";

/** Where in a rank's part: items of a datatype. */
export interface Place extends Pick<Region, "layout" | "count" | "start" | "datatype"> {
  /** The part's memory, where this rank sees it. */
  readonly view: View | undefined;
}

/** A copy of the items, in travelling order. */
export function load(state: WinState, rank: number, { layout, count, start, view }: Place): Uint8Array {
  const { remote } = state;
  if (!remote) return packed(bytesOf(view!), start, layout, count).slice();
  const bytes = new Uint8Array(count * layout.size);
  eachBlock({ layout, count, start }, (offset, at, length) => remote.read(rank, offset, bytes.subarray(at, at + length)));
  return bytes;
}

export function store(state: WinState, rank: number, { layout, count, start, view }: Place, bytes: Uint8Array): void {
  const { remote } = state;
  if (!remote) unpack(bytesOf(view!), start, layout, count, bytes);
  else eachBlock({ layout, count, start }, (offset, at, length) => remote.write(rank, offset, bytes.subarray(at, at + length)));
}

/** What the transport combines by itself: true if it has. `before` gets what was there. */
export function accumulated(state: WinState, rank: number, place: Place, values: Numbers, op: Op, before: Uint8Array | undefined): boolean {
  const { remote } = state, { BYTES_PER_ELEMENT: width } = values;
  if (!remote || op.user) return false;
  let able = true;
  const create = values.constructor as Float64ArrayConstructor;
  eachBlock(place, (offset, at, length) => {
    if (!able) return;
    const held = before && (new create(length / width) as Numbers), part = (values as Float64Array).subarray(at / width, (at + length) / width);
    able = remote.accumulate(rank, offset, part, op.name, held);
    if (held && able) before!.set(bytesOf(held), at);
  });
  return able;
}

/** Nobody else accumulates into this part meanwhile. */
export function atomically<T>(state: WinState, rank: number, body: () => T): T {
  const { remote, comm } = state, { transport, communicator } = comm.$, owner = communicator.members[rank]!, offset = state.parts[rank]!.lock + 64;
  if (remote) remote.lock(rank, offset, false);
  else transport.lock(owner, offset, false, communicator.members);
  try {
    return body();
  } finally {
    if (remote) remote.unlock(rank, offset, false);
    else transport.unlock(owner, offset, false, communicator.members);
  }
}

/** Pieces of memory that hold the items, with where they stand among the travelling bytes. */
function eachBlock({ layout, count, start }: Pick<Place, "layout" | "count" | "start">, piece: (offset: number, at: number, length: number) => void): void {
  if (count * layout.size === 0) return;
  if (isContiguous(layout)) return piece(start, 0, count * layout.size);
  let at = 0;
  for (let k = 0; k < count; k++)
    for (const { offset, bytes } of layout.blocks) {
      piece(start + k * layout.extent + offset, at, bytes);
      at += bytes;
    }
}
