// Barrier by dissemination (Hensgen, Finkel, Manber 1988): in round k everybody sends an empty message to the rank 2^k further on and waits for the one
// from 2^k before; after ⌈log2 p⌉ rounds everybody has heard, directly or not, of everybody. Cost: ⌈log2 p⌉ α. For any transport, and for Ibarrier.
import { exchange, type Party, type Steps } from "../party.ts";

const nothing = new Uint8Array(0);

export function* barrierDissemination(party: Party): Steps {
  const { rank, size } = party;
  for (let distance = 1; distance < size; distance *= 2) yield* exchange(party, nothing, (rank + distance) % size, nothing, (rank - distance + size) % size);
}
