// Reduction over a board, in one meeting: everybody writes its elements, and whoever wants the result reads all of them, in rank order. Cost: α + β(p + 1)n + γ(p - 1)n.
// Chosen up to 2 KiB when ranks share memory: less waiting is worth more than less work.
import type { Board, Numbers } from "../../transport/transport.ts";
import { move, readingFew, type Reducer, writingFew } from "../reducer.ts";

/** `into` undefined: this rank wants no result. It may be `mine`. */
export function reduceFlat(board: Board, mine: Numbers, into: Numbers | undefined, reducer: Reducer, signature: number): void {
  const elementBytes = mine.BYTES_PER_ELEMENT, all = board.numbers(mine), count = mine.length, bytes = count * elementBytes;
  move(all, writingFew(board, board.rank, elementBytes, bytes), mine, 0, count);
  board.meet(signature);
  if (!into) return;
  move(into, 0, all, readingFew(board, 0, elementBytes, bytes), count);
  for (let m = 1; m < board.size; m++) reducer.combine(into, 0, all, readingFew(board, m, elementBytes, bytes), count);
}
