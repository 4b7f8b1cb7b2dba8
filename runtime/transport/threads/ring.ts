// Rings: one for each ordered pair of ranks, written by one rank and read by one, so that neither ever takes a lock. A record is 32 bytes of header
// and its payload, contiguous, in multiples of 32 bytes; a record that does not fit before the end leaves a wrap mark there and starts at 0.
//
// ring      [16] head: where the reader goes on   [17] 1 while the writer waits for room   [32...] data
// record    bytes (with header)  kind  context  tag  message bytes (low, high)  block  type
//
// A record is there when its first word is not 0: that word is stored last, so a reader that waits needs to look at one cache line only, the one
// that also holds a short payload. Invariants: free space has 0 in the first word of every 32 bytes (the reader clears what it has read before it moves head on);
// a writer never lets its place catch up with head.
import type { SharedState } from "../shared.ts";
import { ringHeaderBytes } from "./state.ts";

export const recordBytes = 32;
const HEAD = 16, WANTED = 17, DATA = ringHeaderBytes / 4;

export const wrapMark = 0, eager = 1, offer = 2;

export interface Rings {
  readonly i32: Int32Array;
  readonly u8: Uint8Array;
  readonly f64: Float64Array;
  /** Bytes of payload that one record can carry. */
  readonly inlineBytes: number;
  /** Word index of a new record's header in the ring to `dest`, or -1 if there is no room now. */
  reserve(dest: number, payloadBytes: number): number;
  /** Makes the reserved record visible. */
  publish(dest: number): void;
  /** Word index of the next record from `source`, or -1. */
  next(source: number): number;
  /** Gives the record's room back. */
  release(source: number): void;
  /** Asks to be woken when there is room; false if there is some already. */
  wantRoom(dest: number): void;
}

/** `wake` is called for a writer that waits for room when there is more. */
export function openRings(shared: SharedState, rank: number, wake: (writer: number) => void): Rings {
  const { np, ringBytes } = shared;
  const i32 = new Int32Array(shared.rings, 0, shared.rings.byteLength >> 2), u8 = new Uint8Array(shared.rings, 0, shared.rings.byteLength), f64 = new Float64Array(shared.rings, 0, shared.rings.byteLength >> 3);
  const capacity = ringBytes - ringHeaderBytes;
  const inlineBytes = Math.min(4096, Math.max(64, (capacity >> 2) & ~31));
  // Rings to one reader lie side by side, so that looking for messages reads memory in order.
  const outgoing = Array.from({ length: np }, (_, dest) => ((dest * np + rank) * ringBytes) >> 2);
  const incoming = Array.from({ length: np }, (_, source) => ((rank * np + source) * ringBytes) >> 2);
  const tails = new Int32Array(np), heads = new Int32Array(np), knownHeads = new Int32Array(np), lengths = new Int32Array(np), places = new Int32Array(np);

  function moveHead(source: number, head: number): void {
    const ring = incoming[source]!;
    heads[source] = head;
    // Partner: `reserve` on the writer's side loads head.
    Atomics.store(i32, ring + HEAD, head);
    // Partner: `wantRoom` stores WANTED and then tries again, so that one of the two sees the other.
    if (Atomics.load(i32, ring + WANTED) === 0) return;
    Atomics.store(i32, ring + WANTED, 0);
    wake(source);
  }

  /** Judged by where the reader was when last looked at: there is at least as much room as that. */
  function placeFor(dest: number, bytes: number): number {
    const ring = outgoing[dest]!, head = knownHeads[dest]!;
    let tail = tails[dest]!;
    if (tail >= head) {
      // One record's room stays free, or a full ring would look empty.
      const room = capacity - tail - (head === 0 ? recordBytes : 0);
      if (bytes > room) {
        if (head === 0) return -1;
        // Also when the record does not fit at the start yet: the reader has to follow there before it ever can.
        i32[ring + DATA + (tail >> 2) + 1] = wrapMark;
        Atomics.store(i32, ring + DATA + (tail >> 2), capacity - tail); // Partner: `next`.
        tails[dest] = tail = 0;
      }
    }
    if (tail < head && bytes > head - tail - recordBytes) return -1;
    lengths[dest] = bytes;
    places[dest] = tail;
    return ring + DATA + (tail >> 2);
  }

  return {
    i32,
    u8,
    f64,
    inlineBytes,
    reserve(dest, payloadBytes) {
      const bytes = recordBytes + ((payloadBytes + 31) & ~31), at = placeFor(dest, bytes);
      if (at >= 0) return at;
      // Looking costs a cache line that the reader owns: only where the room known of is not enough.
      knownHeads[dest] = Atomics.load(i32, outgoing[dest]! + HEAD); // Partner: `moveHead` on the reader's side.
      return placeFor(dest, bytes);
    },
    publish(dest) {
      const place = places[dest]!, end = place + lengths[dest]!;
      tails[dest] = end === capacity ? 0 : end;
      // Partner: `next` on the reader's side loads this word, and then sees the whole record.
      Atomics.store(i32, outgoing[dest]! + DATA + (place >> 2), lengths[dest]!);
    },
    next(source) {
      const start = incoming[source]! + DATA, at = start + (heads[source]! >> 2);
      // Partner: `publish` (or the wrap mark of `reserve`) on the writer's side stores the first word.
      if (Atomics.load(i32, at) === 0) return -1;
      if (i32[at + 1] !== wrapMark) return at;
      i32[at] = 0;
      moveHead(source, 0);
      return Atomics.load(i32, start) === 0 ? -1 : start; // Partner: `publish`.
    },
    release(source) {
      const ring = incoming[source]!, at = ring + DATA + (heads[source]! >> 2), bytes = i32[at]!, head = heads[source]! + bytes;
      for (let k = 0; k < bytes >> 2; k += recordBytes / 4) i32[at + k] = 0;
      moveHead(source, head === capacity ? 0 : head);
    },
    wantRoom(dest) {
      // Partner: `moveHead` stores head and then loads WANTED.
      Atomics.store(i32, outgoing[dest]! + WANTED, 1);
    },
  };
}
