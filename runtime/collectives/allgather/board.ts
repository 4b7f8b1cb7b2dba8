// Allgather over a board: everybody offers its part, everybody reads all. Cost: α + β(m + n) for a part of m and a result of n bytes, a meeting a segment.
// In place, 2α + βn. Chosen whenever ranks share memory.
import type { Board } from "../../transport/transport.ts";
import { type Offer, spread, takeRange } from "../spread.ts";

export function allgatherBoard(board: Board, offer: Offer, into: readonly Uint8Array[], sources: readonly number[], signature: number): number[] {
  return spread(board, offer, sources, (member, offset, u8, at, bytes) => takeRange(into[member]!, 0, offset, u8, at, bytes), signature);
}
