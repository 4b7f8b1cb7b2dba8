// Barrier on a board: everybody comes to the meeting. Cost: α. Chosen whenever ranks share memory; the board counts arrivals, so a waiting rank is woken once.
import type { Board } from "../../transport/transport.ts";

export function barrierMeeting(board: Board, signature: number): void {
  board.meet(signature);
}
