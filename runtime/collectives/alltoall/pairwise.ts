// Alltoall in p - 1 rounds: in round k every rank sends to the rank k further on and receives from the one k before, so that no rank is waited for by two at once.
// Cost: (p - 1) α + βn. For any transport, and for Ialltoall.
import type { View } from "../../transport/transport.ts";
import { keepPart } from "../parcel.ts";
import { checkOwn, exchange, type Party, type Steps } from "../party.ts";

export function* alltoallPairwise(party: Party, to: readonly View[], from: readonly View[]): Steps {
  const { rank, size } = party;
  keepPart(to[rank]!, from[rank]!);
  for (let round = 1; round < size; round++) {
    const dest = (rank + round) % size, source = (rank - round + size) % size;
    yield* exchange(party, to[dest]!, dest, from[source]!, source);
  }
  checkOwn(to[rank]!, from[rank]!);
}
