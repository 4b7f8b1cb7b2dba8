// Alltoall over a board: everybody offers a table of its parts, and everybody reads its line of each. Parts may differ in length. What is behind a table depends on
// how much there is:
//
//   little                            the parts themselves, in the same segment: α + 2βn for n bytes in and out of a rank
//   much, where others can see it     nothing: the table names places. 2α + βn
//   much, elsewhere                   nothing: the parts come as messages. 2α + 2βn
//
// Chosen whenever ranks share memory. Returns the bytes each rank had for this one.
import type { Board } from "../../transport/transport.ts";
import { expect, type Party, post, runSteps, type Steps } from "../party.ts";
import { copy, headerBytes, spread, takeRange } from "../spread.ts";

/** Instead of a place: behind the table, or in a message. */
const behind = -1, message = -2;

type Located = { readonly place: number; readonly offset: number };

export function alltoallBoard(
  board: Board, party: Party, to: readonly Uint8Array[], from: readonly Uint8Array[], sources: readonly number[], locate: (part: Uint8Array) => Located | undefined, signature: number,
): number[] {
  const { size, rank } = board, tableBytes = 24 * size;
  const bytes = to.reduce((sum, part) => sum + part.length, 0), much = tableBytes + bytes > board.segmentBytes - headerBytes;
  const places = much ? to.map(part => (part.length > 0 ? locate(part) : { place: 0, offset: 0 })) : [];
  const inPlace = much && places.every(place => place !== undefined);
  // Table: for each rank the place, where the part starts there, and its length.
  const offer = new Uint8Array(tableBytes + (much ? 0 : bytes)), table = new Float64Array(offer.buffer, 0, 3 * size);
  let end = tableBytes;
  to.forEach((part, dest) => {
    const place = inPlace ? places[dest]! : undefined;
    table.set([place ? place.place : much ? message : behind, place ? place.offset : end, part.length], 3 * dest);
    if (!much) { offer.set(part, end); end += part.length; }
  });

  const entries = sources.map(() => new Float64Array(3)), entryBytes = entries.map(entry => new Uint8Array(entry.buffer));
  spread(board, { bytes: offer, located: undefined }, sources, (member, offset, u8, at, piece) => {
    takeRange(entryBytes[member]!, 24 * rank, offset, u8, at, piece);
    const [place, start, length] = entries[member]! as unknown as [number, number, number], into = from[member]!;
    if (offset + piece > tableBytes && place === behind) takeRange(length < into.length ? into.subarray(0, length) : into, start, offset, u8, at, piece);
  }, signature);
  const direct = entries.some(entry => entry[0]! >= 0);
  entries.forEach((entry, member) => {
    if (entry[0]! >= 0 && entry[2]! > 0) copy(from[member]!, 0, board.view(member, entry[0]!, entry[1]!, entry[2]!), 0, Math.min(entry[2]!, from[member]!.length));
  });
  runSteps(messages(party, much && !inPlace ? to : [], entries, from), party.transport);
  // A member's parts are in place for all ranks or for none, so all agree whether to meet once more.
  if (direct) board.meet(0);
  return entries.map(entry => entry[2]!);
}

/** Sends parts to all others, and receives what the tables say comes as a message. A rank's part for itself is no message. */
function* messages(party: Party, to: readonly Uint8Array[], entries: readonly Float64Array[], from: readonly Uint8Array[]): Steps {
  const { rank, size } = party, next = Array.from({ length: size - 1 }, (_, k) => (rank + 1 + k) % size);
  const receives = next.flatMap(member => (entries[member]![0] === message && entries[member]![2]! > 0 ? [expect(party, from[member]!, member)] : []));
  const sends = next.flatMap(member => ((to[member]?.length ?? 0) > 0 ? [post(party, to[member]!, member)] : []));
  const own = to[rank];
  if (own) copy(from[rank]!, 0, own, 0, Math.min(own.length, from[rank]!.length));
  yield* receives;
  yield* sends;
}
