// Reduction over a board, in pieces: of each piece every rank combines one slice of everybody's segments, in rank order, and puts the result where all can see it.
// Pieces are pipelined: while piece k is written, slice k - 1 is combined, and one meeting serves both.
//
//   step k   write own piece k   combine own slice of piece k - 1   meet   fetch piece k - 1's slices (those who want them)
//
// Cost: (⌈n / segment⌉ + 1) α + 3βn + γn: each byte is written once, combined once by one rank, fetched once. Chosen for more than 2 KiB when ranks share memory.
import type { Board, Numbers } from "../../transport/transport.ts";
import { partStart } from "../party.ts";
import { move, reading, type Reducer, writing } from "../reducer.ts";

/** `into` undefined: this rank wants no result. It may be `mine`. */
export function reduceSliced(board: Board, mine: Numbers, into: Numbers | undefined, reducer: Reducer, signature: number): void {
  const { rank, size } = board, elementBytes = mine.BYTES_PER_ELEMENT, all = board.numbers(mine);
  const unit = reducer.unit ?? 1, half = board.segmentBytes / 2 / elementBytes, piece = half - (half % unit), count = mine.length;
  const edge = (combined: number, member: number): number => partStart(combined / unit, member, size) * unit;
  // Segments hold a piece, then this rank's slice of the previous piece's result.
  for (let start = 0; start < count + piece; start += piece) {
    const written = Math.min(piece, count - start), before = start - piece, combined = Math.min(piece, count - before);
    if (written > 0) move(all, writing(board, rank, elementBytes), mine, start, written);
    if (before >= 0) {
      const low = edge(combined, rank), high = edge(combined, rank + 1), target = writing(board, rank, elementBytes) + piece;
      if (high > low) {
        move(all, target, all, reading(board, 0, elementBytes) + low, high - low);
        for (let m = 1; m < size; m++) reducer.combine(all, target, all, reading(board, m, elementBytes) + low, high - low);
      }
    }
    board.meet(start === 0 ? signature : 0);
    if (before >= 0 && into)
      for (let m = 0; m < size; m++) {
        const low = edge(combined, m), high = edge(combined, m + 1);
        if (high > low) move(into, before + low, all, reading(board, m, elementBytes) + piece, high - low);
      }
  }
}
