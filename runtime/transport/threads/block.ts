// Control blocks: how a message that is not inline in a ring moves. The sender puts one in its heap and names it in the ring; the receiver works on it alone
// from there, so that no answer ever needs room in a ring.
//
// Where the payload is:
//   in place   memory both can see (a rank's arrays, a window): the receiver copies it once, straight out of there
//   staged     the sender copies it behind the block, piece by piece, `produced` running ahead of `consumed` by at most `capacity`. Where all of
//              it fits, the send is complete when it is copied; the receiver may start on the first pieces before
//
// words  STATE  PRODUCED  CONSUMED  CAPACITY  SYNCHRONOUS  PLACE; as doubles: OFFSET, LENGTH. Produced and consumed are bytes modulo 2^32.
export const STATE = 0, PRODUCED = 1, CONSUMED = 2, CAPACITY = 3, SYNCHRONOUS = 4, PLACE = 5, OFFSET = 3, LENGTH = 4;
export const offered = 0, taken = 1, finished = 2, withdrawn = 3;
export const blockHeaderBytes = 64;

/** Up to this much of one message is staged at once: a window that stays in the caches. A longer message waits for its receiver. */
export const stageLimit = 2 ** 20;
/** With this much staged and not fetched yet, a message that is longer than a piece waits for its receiver. */
export const stagedTotalLimit = 2 ** 28;
/** Small enough that sender and receiver work on neighbouring pieces at the same time, and find them in their caches. */
export const pieceBytes = 16384;

/** In place: memory of the sender's arrays (`inMemory`) or its heap. Staged: -1. */
export const staged = -1, inHeap = 0, inMemory = 1;

/** Views of one rank's heap, taken anew when it has grown beyond them. */
export interface HeapViews {
  readonly u8: Uint8Array;
  readonly i32: Int32Array;
  readonly f64: Float64Array;
}

export function heapViews(buffer: SharedArrayBuffer): HeapViews {
  // Fixed lengths: views that track a growing buffer are slow.
  const bytes = buffer.byteLength;
  return { u8: new Uint8Array(buffer, 0, bytes), i32: new Int32Array(buffer, 0, bytes >> 2), f64: new Float64Array(buffer, 0, bytes >> 3) };
}
