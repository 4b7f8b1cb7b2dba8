// Gather over a board: everybody offers its part, the root reads all. Parts may differ in length. Cost: α + 2βm a staged part of m bytes, all parts of one
// segment at once; βm in place. Chosen whenever ranks share memory.
import type { Board } from "../../transport/transport.ts";
import { type Offer, spread, takeRange } from "../spread.ts";

/** `into`: at the root, one view a rank. Returns how many bytes each rank had. */
export function gatherBoard(board: Board, offer: Offer, into: readonly Uint8Array[] | undefined, sources: readonly number[], signature: number): number[] {
  return spread(board, offer, sources, (member, offset, u8, at, bytes) => {
    if (into) takeRange(into[member]!, 0, offset, u8, at, bytes);
  }, signature);
}
