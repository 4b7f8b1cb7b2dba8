// Agreement: whether all members are in the same call and would have the transport's own collective carry it out (transport.ts, `NativeCollectives`), found out where waits are
// watched. In round k everybody tells the rank 2^k further on what it has heard so far, as in barrier/dissemination.ts; the messages carry the call's signature, so a member that
// calls something else is found by the one that hears of it, and nobody comes out who has not heard, directly or not, of all. Cost: ⌈log2 p⌉ α.
import { exchange, type Party, type Steps } from "./party.ts";

/** The answer is the same on all members: whether all are willing. */
export function* agreement(party: Party, willing: boolean): Steps<boolean> {
  const { rank, size } = party, said = Int32Array.of(willing ? 1 : 0), heard = new Int32Array(1);
  for (let distance = 1; distance < size; distance *= 2) {
    yield* exchange(party, said, (rank + distance) % size, heard, (rank - distance + size) % size);
    said[0]! &= heard[0]!;
  }
  return said[0] === 1;
}
