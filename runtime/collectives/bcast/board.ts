// Broadcast over a board: the root offers its bytes, everybody reads them, all at once. Cost: α + 2βn staged (a meeting a segment, root and readers
// work on alternating segments), 2α + βn in place. Chosen whenever ranks share memory.
import type { Board } from "../../transport/transport.ts";
import { type Offer, spread, takeRange } from "../spread.ts";

export function bcastBoard(board: Board, offer: Offer, root: number, signature: number): void {
  const into = offer.bytes;
  spread(board, board.rank === root ? offer : undefined, [root], (member, offset, u8, at, bytes) => {
    if (board.rank !== member) takeRange(into, 0, offset, u8, at, bytes);
  }, signature);
}
