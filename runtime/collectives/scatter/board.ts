// Scatter over a board: the root offers all parts one after the other, every rank reads its own. Where the parts differ in length the root puts a table
// of where each starts before them. Cost: α + β(n + m) for n bytes at the root. Chosen whenever ranks share memory.
import type { Board } from "../../transport/transport.ts";
import { type Offer, spread, takeRange } from "../spread.ts";

/** Parts of `into.length` bytes each. */
export function scatterBoard(board: Board, offer: Offer | undefined, into: Uint8Array, root: number, signature: number): void {
  const start = board.rank * into.length;
  spread(board, offer, [root], (_, offset, u8, at, bytes) => takeRange(into, start, offset, u8, at, bytes), signature);
}

/** Parts of any length. Returns the length of this rank's part. */
export function scattervBoard(board: Board, parts: readonly Uint8Array[] | undefined, into: Uint8Array, root: number, signature: number): number {
  const tableBytes = 16 * board.size;
  let offer: Offer | undefined;
  if (parts) {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, tableBytes)), table = new Float64Array(all.buffer, 0, 2 * board.size);
    let end = tableBytes;
    parts.forEach((part, rank) => { table.set([end, part.length], 2 * rank); all.set(part, end); end += part.length; });
    offer = { bytes: all, located: undefined };
  }
  // The table comes before the parts, so the place is known when the first byte of a part is.
  const mine = new Float64Array(2), mineBytes = new Uint8Array(mine.buffer);
  spread(board, offer, [root], (_, offset, u8, at, bytes) => {
    takeRange(mineBytes, 16 * board.rank, offset, u8, at, bytes);
    if (offset + bytes > tableBytes) takeRange(into.subarray(0, mine[1]!), mine[0]!, offset, u8, at, bytes);
  }, signature);
  return mine[1]!;
}
