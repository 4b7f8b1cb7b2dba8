// Rings: one for each ordered pair of ranks, written by one rank and read by one, so that neither ever takes a lock. A record is 32 bytes of header
// and its payload, contiguous, in multiples of 32 bytes; a record that does not fit before the end leaves a wrap mark there and starts at 0.
//
// ring      [0] tail: where the writer goes on   [16] head: where the reader goes on   [17] 1 while the writer waits for room   [32...] data
// record    bytes (with header)  kind  context  tag  message bytes (low, high)  block  spare
//
// Invariant: tail === head means empty; a writer never lets tail catch up with head.
import type { SharedState } from "../shared.ts";
import { ringHeaderBytes } from "./state.ts";

export const recordBytes = 32;
const TAIL = 0, HEAD = 16, WANTED = 17, DATA = ringHeaderBytes / 4;

export const wrapMark = 0, eager = 1, offer = 2;

export interface Rings {
  readonly i32: Int32Array;
  readonly u8: Uint8Array;
  /** Bytes of payload that one record can carry. */
  readonly inlineBytes: number;
  /** Word index of a new record's header in the ring to `dest`, or -1 if there is no room now. */
  reserve(dest: number, payloadBytes: number): number;
  /** Makes the reserved record visible. */
  publish(dest: number): void;
  /** Word index of the next record from `source`, or -1. */
  next(source: number): number;
  /** Gives the record's room back; true if the writer waits for room. */
  release(source: number): boolean;
  /** Asks to be woken when there is room; false if there is some already. */
  wantRoom(dest: number): void;
  readonly empty: () => boolean;
}

export function openRings(shared: SharedState, rank: number): Rings {
  const { np, ringBytes } = shared;
  const i32 = new Int32Array(shared.rings), u8 = new Uint8Array(shared.rings);
  const capacity = ringBytes - ringHeaderBytes;
  const inlineBytes = Math.min(4096, Math.max(64, (capacity >> 2) & ~31));
  // Rings to one reader lie side by side, so that looking for messages reads memory in order.
  const outgoing = Array.from({ length: np }, (_, dest) => ((dest * np + rank) * ringBytes) >> 2);
  const incoming = Array.from({ length: np }, (_, source) => ((rank * np + source) * ringBytes) >> 2);
  const tails = new Int32Array(np), heads = new Int32Array(np), ends = new Int32Array(np);

  return {
    i32,
    u8,
    inlineBytes,
    reserve(dest, payloadBytes) {
      const ring = outgoing[dest]!, bytes = recordBytes + ((payloadBytes + 31) & ~31);
      // Partner: `release` on the reader's side stores head.
      const head = Atomics.load(i32, ring + HEAD);
      let tail = tails[dest]!;
      if (tail >= head) {
        // One record's room stays free, or a full ring would look empty.
        const room = capacity - tail - (head === 0 ? recordBytes : 0);
        if (bytes > room) {
          if (bytes > head - recordBytes || tail === capacity) return -1;
          if (tail < capacity) { i32[ring + DATA + (tail >> 2)] = capacity - tail; i32[ring + DATA + (tail >> 2) + 1] = wrapMark; }
          tail = 0;
        }
      } else if (bytes > head - tail - recordBytes) return -1;
      const at = ring + DATA + (tail >> 2);
      i32[at] = bytes;
      const end = tail + bytes;
      ends[dest] = end === capacity ? 0 : end;
      return at;
    },
    publish(dest) {
      tails[dest] = ends[dest]!;
      // Partner: `next` on the reader's side loads tail, and then sees the whole record.
      Atomics.store(i32, outgoing[dest]! + TAIL, ends[dest]!);
    },
    next(source) {
      const ring = incoming[source]!;
      // Partner: `publish` on the writer's side stores tail.
      const tail = Atomics.load(i32, ring + TAIL);
      let head = heads[source]!;
      if (head === tail) return -1;
      if (i32[ring + DATA + (head >> 2) + 1] === wrapMark) {
        heads[source] = head = 0;
        if (head === tail) return -1;
      }
      return ring + DATA + (head >> 2);
    },
    release(source) {
      const ring = incoming[source]!, head = heads[source]! + i32[ring + DATA + (heads[source]! >> 2)]!;
      heads[source] = head === capacity ? 0 : head;
      // Partner: `reserve` on the writer's side loads head.
      Atomics.store(i32, ring + HEAD, heads[source]!);
      // Partner: `wantRoom` stores WANTED and then reads head again, so that one of the two sees the other.
      if (Atomics.load(i32, ring + WANTED) === 0) return false;
      Atomics.store(i32, ring + WANTED, 0);
      return true;
    },
    wantRoom(dest) {
      // Partner: `release` stores head and then loads WANTED.
      Atomics.store(i32, outgoing[dest]! + WANTED, 1);
    },
    empty: () => incoming.every((ring, source) => Atomics.load(i32, ring + TAIL) === heads[source]),
  };
}
