// Alltoall over a board: everybody offers its parts for all, one after the other behind a table of where each starts; everybody reads its part of
// each offer. Parts may differ in length. Cost: α + 2βn for n bytes in and out of a rank, a meeting a segment. Chosen whenever ranks share memory.
//
// Where all parts lie in memory that others can see, the table names places instead and nothing is staged: 2α + βn. Returns the bytes each rank had for this one.
import type { Board } from "../../transport/transport.ts";
import { copy, headerBytes, spread, takeRange } from "../spread.ts";

type Located = { readonly place: number; readonly offset: number };

export function alltoallBoard(
  board: Board, to: readonly Uint8Array[], from: readonly Uint8Array[], sources: readonly number[], locate: (part: Uint8Array) => Located | undefined, signature: number,
): number[] {
  const { size, rank } = board, tableBytes = 24 * size;
  const bytes = to.reduce((sum, part) => sum + part.length, 0);
  const places = tableBytes + bytes > board.segmentBytes - headerBytes ? to.map(part => (part.length > 0 ? locate(part) : { place: 0, offset: 0 })) : [];
  const inPlace = places.length > 0 && places.every(place => place !== undefined);
  // Table: for each rank the place (-1: behind the table), where it starts there, and its length.
  const offer = new Uint8Array(tableBytes + (inPlace ? 0 : bytes)), table = new Float64Array(offer.buffer, 0, 3 * size);
  let end = tableBytes;
  to.forEach((part, dest) => {
    const place = inPlace ? places[dest]! : undefined;
    table.set([place ? place.place : -1, place ? place.offset : end, part.length], 3 * dest);
    if (!place) { offer.set(part, end); end += part.length; }
  });

  const entries = sources.map(() => new Float64Array(3)), entryBytes = entries.map(entry => new Uint8Array(entry.buffer));
  spread(board, { bytes: offer, located: undefined }, sources, (member, offset, u8, at, piece) => {
    takeRange(entryBytes[member]!, 24 * rank, offset, u8, at, piece);
    const [place, start, length] = entries[member]! as unknown as [number, number, number], into = from[member]!;
    if (offset + piece > tableBytes && place < 0) takeRange(length < into.length ? into.subarray(0, length) : into, start, offset, u8, at, piece);
  }, signature);
  const direct = entries.some(entry => entry[0]! >= 0);
  entries.forEach((entry, member) => {
    if (entry[0]! >= 0 && entry[2]! > 0) copy(from[member]!, 0, board.view(member, entry[0]!, entry[1]!, entry[2]!), 0, Math.min(entry[2]!, from[member]!.length));
  });
  // A member's parts are in place for all ranks or for none, so all agree whether to meet once more.
  if (direct) board.meet(0);
  return entries.map(entry => entry[2]!);
}
