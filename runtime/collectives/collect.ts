// Bytes whose lengths only their owners know, as the lower-case calls send them. On a board the length stands in the first segment, so nothing has to be agreed
// before: α + 2β a staged byte. With messages the lengths go first.
import type { Board } from "../transport/transport.ts";
import { allgatherRing } from "./allgather/ring.ts";
import { bcastBinomial } from "./bcast/binomial.ts";
import type { Party, Steps } from "./party.ts";
import { spread, takeRange } from "./spread.ts";

/** Bytes of each source, or none if not wanted. What is returned is the caller's own memory. */
export function collectBoard(board: Board, mine: Uint8Array | undefined, sources: readonly number[], wanted: boolean, signature: number): Uint8Array[] {
  const got = new Map<number, Uint8Array>();
  const offer = mine && sources.includes(board.rank) ? { bytes: mine, located: undefined } : undefined;
  spread(board, offer, sources, (member, offset, u8, at, bytes, total) => {
    if (!wanted) return;
    if (offset === 0) got.set(member, new Uint8Array(total));
    takeRange(got.get(member)!, 0, offset, u8, at, bytes);
  }, signature);
  return wanted ? sources.map(member => got.get(member) ?? new Uint8Array(0)) : [];
}

export function* collectMessages(party: Party, mine: Uint8Array | undefined, root: number | undefined): Steps<Uint8Array[]> {
  const length = new Float64Array([mine?.length ?? 0]);
  if (root !== undefined) {
    yield* bcastBinomial(party, length, root);
    const bytes = party.rank === root ? mine! : new Uint8Array(length[0]!);
    yield* bcastBinomial(party, bytes, root);
    return [bytes];
  }
  const lengths = party.members.map(() => new Float64Array(1));
  yield* allgatherRing(party, length, lengths);
  const all = lengths.map(l => new Uint8Array(l[0]!));
  yield* allgatherRing(party, mine ?? new Uint8Array(0), all);
  return all;
}
