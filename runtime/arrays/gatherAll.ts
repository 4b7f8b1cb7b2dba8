// Several arrays to every rank at once. What a rank has of each goes into one message, where that is short: then a message costs more than the copies do.
//
//   x, y, z [n] in blocks   ->   rank r sends [its x | its y | its z], and takes the others' apart
//
// Cost: one allgather of all parts, and a copy of them on both sides; of long ones an allgather each, into place.
import type { Placement, Site } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { boxElements, copies, type Box } from "../layout/exchange.ts";
import { packBox, unpackBox } from "../layout/pack.ts";
import { isSpread } from "../layout/shard.ts";
import { elementBytes } from "../memory/elements.ts";
import type { Buffer } from "../memory/rankMemory.ts";
import { reshard } from "./reshard.ts";
import type { ArrayStore, StoredArray } from "./store.ts";

/** Bytes of all arrays together. */
const longMessage = 1 << 16;
const everywhere: Placement = { kind: "replicated" };

export function gatherAll(store: ArrayStore, comm: Communicator, arrays: readonly StoredArray[], site: Site): StoredArray[] {
  const { np, rank } = store, bytes = arrays.reduce((sum, a) => sum + a.buffers.reduce((all, b) => all + elementBytes(b.dtype), 0) * a.shape.reduce((n, extent) => n * extent, 1), 0);
  if (np === 1 || bytes === 0 || bytes > longMessage || arrays.some(({ placement }) => !isSpread(placement))) return arrays.map((a) => reshard(store, comm, a, everywhere, site));
  const made = arrays.map((a) => store.make(a.element, a.shape, everywhere, site));
  const boxes = arrays.map((a) => Array.from({ length: np }, (_, r) => copies({ shape: a.shape, from: a.placement, to: everywhere }, r, rank, np)));
  // Every field of every array has a part of its own in each rank's message, at a multiple of eight bytes.
  const lengths = Array.from({ length: np }, (_, r) => arrays.reduce((sum, a, k) => sum + a.buffers.reduce((all, { dtype }) => all + partBytes(dtype, boxes[k]![r]!), 0), 0));
  const own = store.memory.allocate("u8", lengths[rank]!, "a message of arrays"), others = store.memory.allocate("u8", lengths.reduce((a, b) => a + b, 0), "messages of arrays");
  eachPart(own.address, arrays, boxes, rank, (part, a, field, list) => list.reduce((at, box) => packBox(store.view(a, field), a.stored, store.memory.view(part), at, box), 0));
  const starts = lengths.map((_, r) => lengths.slice(0, r).reduce((a, b) => a + b, others.address));
  comm.allgatherv(store.memory.view(own), starts.map((address, r) => store.memory.view({ dtype: "u8", address, length: lengths[r]! })), site);
  for (let r = 0; r < np; r++) eachPart(starts[r]!, made, boxes, r, (part, a, field, list) => list.reduce((at, box) => unpackBox(store.memory.view(part), at, store.view(a, field), a.stored, box), 0));
  store.memory.free(own);
  store.memory.free(others);
  return made;
}

const partBytes = (dtype: Buffer["dtype"], boxes: readonly Box[]): number => Math.ceil((boxes.reduce((sum, box) => sum + boxElements(box), 0) * elementBytes(dtype)) / 8) * 8;

function eachPart(address: number, arrays: readonly StoredArray[], boxes: readonly (readonly (readonly Box[])[])[], rank: number, visit: (part: Buffer, a: StoredArray, field: number, boxes: readonly Box[]) => void): void {
  let at = address;
  arrays.forEach((a, k) => a.buffers.forEach(({ dtype }, field) => {
    const list = boxes[k]![rank]!;
    visit({ dtype, address: at, length: list.reduce((sum, box) => sum + boxElements(box), 0) }, a, field, list);
    at += partBytes(dtype, list);
  }));
}
