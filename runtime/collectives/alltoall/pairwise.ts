// Alltoall in p - 1 rounds: in round k every rank sends to the rank k further on and receives from the one k before, so that no rank is waited for by two at once.
// Cost: (p - 1) α + βn. For any transport, and for Ialltoall.
import { bytesOf, type View } from "../../transport/transport.ts";
import { exchange, type Party, type Steps } from "../party.ts";

export function* alltoallPairwise(party: Party, to: readonly View[], from: readonly View[]): Steps {
  const { rank, size } = party;
  bytesOf(from[rank]!).set(bytesOf(to[rank]!));
  for (let round = 1; round < size; round++) {
    const dest = (rank + round) % size, source = (rank - round + size) % size;
    yield* exchange(party, to[dest]!, dest, from[source]!, source);
  }
}
