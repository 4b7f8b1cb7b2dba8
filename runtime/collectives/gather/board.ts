// Gather over a board: everybody offers its part, the root reads all. Parts may differ in length; what is too long for a segment and not where others can see it comes as
// a message. Cost: α + 2βm for a part of m bytes, all short parts at once; 2α + βm in place. Chosen whenever ranks share memory.
//
// segment   an entry (parcel.ts), then a short part
import { putView } from "../../memory/views.ts";
import type { Board, View } from "../../transport/transport.ts";
import { behind, bytesOfEntry, entryBytes, isInPlace, keepPart, message, placeOf, putEntry, takePart } from "../parcel.ts";
import { expect, type Party, post, runSteps, type Steps } from "../party.ts";

/** `into`: at the root, one view a rank. Returns how many bytes each rank had. */
export function gatherBoard(
  board: Board, party: Party, mine: View, into: readonly View[] | undefined, root: number, locate: (part: View) => { readonly place: number; readonly offset: number } | undefined, signature: number,
): number[] {
  const { rank, size } = board, segment = board.segment(rank), bytes = mine.byteLength, long = bytes > board.segmentBytes - entryBytes, located = long ? locate(mine) : undefined;
  if (located) putEntry(board, segment, located.place, located.offset, bytes);
  else putEntry(board, segment, long ? message : behind, long ? 0 : entryBytes, bytes);
  if (!long) putView(board, segment + entryBytes, mine);
  board.meet(signature);

  const lengths: number[] = [], coming: number[] = [];
  let direct = false;
  for (let member = 0; member < size; member++) {
    const theirs = board.read(member), place = placeOf(board, theirs);
    lengths.push(bytesOfEntry(board, theirs));
    if (isInPlace(place)) direct = true;
    if (!into) continue;
    if (member === rank) keepPart(mine, into[member]!);
    else if (place === message) coming.push(member);
    else takePart(board, member, theirs, theirs, into[member]!);
  }
  const sends = long && !located && rank !== root;
  if (sends || coming.length > 0) runSteps(messages(party, sends ? mine : undefined, into, coming, root), party.transport);
  // Of this all can see whether it is so.
  if (direct) board.meet(0);
  return lengths;
}

function* messages(party: Party, mine: View | undefined, into: readonly View[] | undefined, coming: readonly number[], root: number): Steps {
  if (mine) yield post(party, mine, root);
  yield* coming.map(member => expect(party, into![member]!, member));
}
