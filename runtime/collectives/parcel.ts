// A part of some rank's bytes that another rank takes off a board: three doubles say where it is, and what is said is what all algorithms with parts of any length share.
//
//   behind    in the same segment, at a multiple of 8 bytes                       start: from the segment's beginning
//   0, 1 ...  in memory of its owner that all can see (`Transport.locate`)        start: in that memory
//   message   nowhere here: it comes as a message                                 start: 0
import { getView } from "../memory/views.ts";
import { type Board, bytesOf, type View } from "../transport/transport.ts";
import { copy } from "./spread.ts";

export const behind = -1, message = -2;
/** Of an entry: place, start, bytes. */
export const entryBytes = 24;

/** Others meet once more after taking from such a place, so that its owner goes on only then. */
export const isInPlace = (place: number): boolean => place >= 0;

/** Writes the entry at byte `at` of the board. */
export function putEntry({ f64 }: Board, at: number, place: number, start: number, bytes: number): void {
  f64[at >> 3] = place;
  f64[(at >> 3) + 1] = start;
  f64[(at >> 3) + 2] = bytes;
}

export const placeOf = ({ f64 }: Board, at: number): number => f64[at >> 3]!;
export const bytesOfEntry = ({ f64 }: Board, at: number): number => f64[(at >> 3) + 2]!;

/** Copies as much of another member's part as fits, unless it comes as a message. `segment`: where the member's segment starts, `at`: its entry. */
export function takePart(board: Board, member: number, segment: number, at: number, into: View): void {
  const place = placeOf(board, at), start = board.f64[(at >> 3) + 1]!, bytes = bytesOfEntry(board, at);
  if (place === behind) {
    if (bytes === into.byteLength) getView(board, segment + start, into);
    else copy(bytesOf(into), 0, board.u8, segment + start, Math.min(bytes, into.byteLength));
  } else if (isInPlace(place) && bytes > 0) copy(bytesOf(into), 0, board.view(member, place, start, bytes), 0, Math.min(bytes, into.byteLength));
}

/** The same for a member's part for itself. */
export function keepPart(mine: View, into: View): void {
  copy(bytesOf(into), 0, bytesOf(mine), 0, Math.min(mine.byteLength, into.byteLength));
}
