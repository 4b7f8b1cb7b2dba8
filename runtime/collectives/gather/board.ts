// Gather over a board: everybody offers its part, the root reads all. Parts may differ in length; what is too long for a segment comes as a message. Cost: α + 2βm for
// a part of m bytes, all short parts at once; βm in place. Chosen whenever ranks share memory.
import type { Board } from "../../transport/transport.ts";
import { expect, type Party, post, runSteps, type Steps } from "../party.ts";
import { copy, type Offer, spread, takeRange } from "../spread.ts";

/** `into`: at the root, one view a rank. Returns how many bytes each rank had. */
export function gatherBoard(board: Board, party: Party, offer: Offer, into: readonly Uint8Array[] | undefined, sources: readonly number[], root: number, signature: number): number[] {
  const coming: number[] = [];
  const lengths = spread(board, { ...offer, byMessage: true }, sources, (member, offset, u8, at, bytes) => {
    if (into) takeRange(into[member]!, 0, offset, u8, at, bytes);
  }, signature, coming);
  if (coming.length > 0) runSteps(messages(party, offer.bytes, into, coming, root), party.transport);
  return lengths;
}

function* messages(party: Party, mine: Uint8Array, into: readonly Uint8Array[] | undefined, coming: readonly number[], root: number): Steps {
  const { rank } = party, sends = coming.includes(rank);
  if (rank !== root) {
    if (sends) yield post(party, mine, root);
    return;
  }
  const receives = coming.filter(member => member !== root).map(member => expect(party, into![member]!, member));
  if (sends && into) copy(into[rank]!, 0, mine, 0, Math.min(mine.length, into[rank]!.length));
  yield* receives;
}
