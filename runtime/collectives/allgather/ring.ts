// Allgather around a ring: in each of p - 1 rounds a rank hands the part it got last to the next rank and gets another from the one before. Cost: (p - 1) α + βn:
// every byte crosses each link once. For any transport, and for Iallgather.
import type { View } from "../../transport/transport.ts";
import { keepPart } from "../parcel.ts";
import { checkOwn, exchange, type Party, type Steps } from "../party.ts";

export function* allgatherRing(party: Party, mine: View, into: readonly View[]): Steps {
  const { rank, size } = party, next = (rank + 1) % size, before = (rank - 1 + size) % size;
  keepPart(mine, into[rank]!);
  for (let round = 0; round < size - 1; round++) {
    const sent = (rank - round + size) % size, got = (rank - round - 1 + size) % size;
    yield* exchange(party, into[sent]!, next, into[got]!, before);
  }
  checkOwn(mine, into[rank]!);
}
