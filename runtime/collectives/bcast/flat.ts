// Broadcast of a few bytes over a board, in one meeting: the root writes them, everybody reads them. Nothing but the bytes is written, since all know how many they
// are. Cost: α + 2βn. Chosen up to 2 KiB when ranks share memory.
import { type Board, bytesOf, type Numbers, type View } from "../../transport/transport.ts";
import { move, readingFew, writingFew } from "../reducer.ts";

export function bcastFlat(board: Board, buffer: View, root: number, signature: number): void {
  const view: Numbers = buffer instanceof DataView ? bytesOf(buffer) : buffer, all = board.numbers(view), elementBytes = view.BYTES_PER_ELEMENT, bytes = view.length * elementBytes;
  if (board.rank === root) move(all, writingFew(board, root, elementBytes, bytes), view, 0, view.length);
  board.meet(signature);
  if (board.rank !== root) move(view, 0, all, readingFew(board, root, elementBytes, bytes), view.length);
}
