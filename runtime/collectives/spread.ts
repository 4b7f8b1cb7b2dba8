// Moving bytes over a board: every member offers some bytes, and members take what they want of others' offers. Broadcast, scatter and allgather
// differ only in who offers and who takes.
//
//   offered in place   the bytes lie in memory that all can see: others copy once, straight from there; a last meeting lets the owner go on
//   offered staged     the bytes go through the member's segment of the board, one segment a meeting; what fits into the first needs one meeting only
//
// segment of step 0: place (int32, -1 staged)  length (double)  offset (double), then the first bytes. Cost: α a meeting, 2β a staged byte, β one in place.
import type { Board } from "../transport/transport.ts";

const headerBytes = 64;
const staged = -1;

/** Bytes `offset .. offset + bytes - 1` of the `total` that `member` offers are at `at` of `u8`. */
export type Take = (member: number, offset: number, u8: Uint8Array, at: number, bytes: number, total: number) => void;

export interface Offer {
  readonly bytes: Uint8Array;
  /** Where others can read it, if they can. */
  readonly located: { readonly place: number; readonly offset: number } | undefined;
}

/** `sources`: the members that may offer something, the same list on every member. `signature` as in `Board.meet`. Returns the bytes that each source offered. */
export function spread(board: Board, offer: Offer | undefined, sources: readonly number[], take: Take, signature: number): number[] {
  const { i32, f64, u8, rank, segmentBytes } = board, room = segmentBytes - headerBytes;
  const bytes = offer?.bytes, length = bytes ? bytes.length : 0;
  const located = length > room ? offer?.located : undefined;
  const at = board.segment(rank);
  i32[at >> 2] = located ? located.place : staged;
  f64[(at >> 3) + 1] = length;
  f64[(at >> 3) + 2] = located ? located.offset : 0;
  if (bytes && !located) copy(u8, at + headerBytes, bytes, 0, Math.min(length, room));
  board.meet(signature);

  let rest = 0, direct = false;
  const lengths: number[] = [], stagedLengths: number[] = [];
  for (const member of sources) {
    const from = board.read(member), place = i32[from >> 2]!, offered = f64[(from >> 3) + 1]!;
    lengths.push(offered);
    if (place !== staged) {
      direct = true;
      stagedLengths.push(0);
      if (member !== rank) take(member, 0, board.view(member, place, f64[(from >> 3) + 2]!, offered), 0, offered, offered);
      else take(member, 0, bytes!, 0, offered, offered);
      continue;
    }
    stagedLengths.push(offered);
    rest = Math.max(rest, offered - room);
    if (offered > 0) take(member, 0, u8, from + headerBytes, Math.min(offered, room), offered);
  }
  for (let done = room; rest > 0; rest -= segmentBytes, done += segmentBytes) {
    if (bytes && !located && done < length) copy(u8, board.segment(rank), bytes, done, Math.min(segmentBytes, length - done));
    board.meet(0);
    for (let k = 0; k < sources.length; k++) {
      const piece = Math.min(segmentBytes, stagedLengths[k]! - done);
      if (piece > 0) take(sources[k]!, done, u8, board.read(sources[k]!), piece, stagedLengths[k]!);
    }
  }
  if (direct) board.meet(0);
  return lengths;
}

/** A loop beats `set` for a few bytes. */
export function copy(target: Uint8Array, at: number, source: Uint8Array, start: number, bytes: number): void {
  if (bytes <= 32) for (let k = 0; k < bytes; k++) target[at + k] = source[start + k]!;
  else if (bytes === source.length) target.set(source, at);
  else target.set(source.subarray(start, start + bytes), at);
}

/** Copies the part of a piece that falls into `start .. start + into.length - 1` of the offer. */
export function takeRange(into: Uint8Array, start: number, offset: number, u8: Uint8Array, at: number, bytes: number): void {
  const low = Math.max(offset, start), high = Math.min(offset + bytes, start + into.length);
  if (high > low) copy(into, low - start, u8, at + low - offset, high - low);
}
