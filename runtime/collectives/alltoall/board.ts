// Alltoall over a board: everybody puts a table of its parts into its segment, and everybody reads its line of each. Parts may differ in length. What is behind a table
// depends on how much there is:
//
//   little                            the parts themselves, in the same segment: α + 2βn for n bytes in and out of a rank
//   much, where others can see it     nothing: the table names places. 2α + βn
//   much, elsewhere                   nothing: the parts come as messages. 2α + 2βn
//
// segment   one entry (parcel.ts) for each rank, then parts. Chosen whenever ranks share memory and the table fits into a segment.
import { putView } from "../../memory/views.ts";
import type { Board, View } from "../../transport/transport.ts";
import { behind, bytesOfEntry, entryBytes, isInPlace, keepPart, message, placeOf, putEntry, takePart } from "../parcel.ts";
import { expect, type Party, post, runSteps, type Steps } from "../party.ts";

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

type Located = { readonly place: number; readonly offset: number };
const nowhere: Located = { place: 0, offset: 0 };

/** The same on all members of a board. */
export const hasRoomForTable = ({ size, segmentBytes }: Board): boolean => entryBytes * size <= segmentBytes;

/** Returns the bytes each rank had for this one. */
export function alltoallBoard(board: Board, party: Party, to: readonly View[], from: readonly View[], locate: (part: View) => Located | undefined, signature: number): number[] {
  const { size, rank } = board, segment = board.segment(rank), tableBytes = entryBytes * size;
  const much = to.reduce((sum, part) => sum + padded(part.byteLength), tableBytes) > board.segmentBytes;
  const places = much ? to.map(part => (part.byteLength > 0 ? locate(part) : nowhere)) : [], inPlace = much && places.every(place => place !== undefined);
  let end = tableBytes;
  for (let dest = 0; dest < size; dest++) {
    const part = to[dest]!, bytes = part.byteLength, located = inPlace ? places[dest]! : undefined, entry = segment + entryBytes * dest;
    if (located) putEntry(board, entry, located.place, located.offset, bytes);
    else if (much) putEntry(board, entry, message, 0, bytes);
    else {
      putEntry(board, entry, behind, end, bytes);
      putView(board, segment + end, part);
      end += padded(bytes);
    }
  }
  board.meet(signature);

  const lengths: number[] = [], coming: number[] = [];
  let direct = false;
  for (let member = 0; member < size; member++) {
    const theirs = board.read(member), entry = theirs + entryBytes * rank, place = placeOf(board, entry), bytes = bytesOfEntry(board, entry);
    lengths.push(bytes);
    if (isInPlace(place)) direct = true;
    if (member === rank && much) keepPart(to[rank]!, from[rank]!);
    else if (place !== message) takePart(board, member, theirs, entry, from[member]!);
    else if (bytes > 0) coming.push(member);
  }
  const sends = much && !inPlace;
  if (sends || coming.length > 0) runSteps(messages(party, sends ? to : [], from, coming), party.transport);
  // A member's parts are in place for all ranks or for none, so all agree whether to meet once more.
  if (direct) board.meet(0);
  return lengths;
}

/** Sends parts to all others, those next to this rank first, and receives what the tables say comes as a message. */
function* messages(party: Party, to: readonly View[], from: readonly View[], coming: readonly number[]): Steps {
  const { rank, size } = party, next = Array.from({ length: size - 1 }, (_, k) => (rank + 1 + k) % size);
  const receives = coming.map(member => expect(party, from[member]!, member));
  const sends = next.flatMap(member => ((to[member]?.byteLength ?? 0) > 0 ? [post(party, to[member]!, member)] : []));
  yield* receives;
  yield* sends;
}
