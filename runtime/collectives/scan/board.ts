// Scan over a board: everybody writes a piece, meets, and combines those of the ranks before it (and its own, if inclusive), in rank order. Cost: a meeting a
// segment, β(p + 1)n, γpn. Chosen whenever ranks share memory; the last rank's work bounds it, which is fine for the short vectors scans are used with.
import type { Board, Numbers } from "../../transport/transport.ts";
import { move, reading, type Reducer, writing } from "../reducer.ts";

export function scanBoard(board: Board, mine: Numbers, into: Numbers, reducer: Reducer, exclusive: boolean, signature: number): void {
  const { rank } = board, elementBytes = mine.BYTES_PER_ELEMENT, all = board.numbers(mine), count = mine.length, last = exclusive ? rank - 1 : rank;
  const piece = board.segmentBytes / elementBytes;
  for (let start = 0; start === 0 || start < count; start += piece) {
    const length = Math.min(piece, count - start);
    move(all, writing(board, rank, elementBytes), mine, start, length);
    board.meet(start === 0 ? signature : 0);
    if (last < 0) continue;
    move(into, start, all, reading(board, 0, elementBytes), length);
    for (let m = 1; m <= last; m++) reducer.combine(into, start, all, reading(board, m, elementBytes), length);
  }
}
