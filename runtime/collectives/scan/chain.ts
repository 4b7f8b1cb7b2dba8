// Scan along the chain of ranks: each waits for what the ranks before it make, adds its own, and hands it on. Cost: (p - 1) (α + βn + γn) for the last rank. For any
// transport, and for Iscan; recursive doubling would need fewer rounds and more work.
import type { Numbers } from "../../transport/transport.ts";
import { expect, type Party, post, type Steps } from "../party.ts";
import { like, move, type Reducer } from "../reducer.ts";

export function* scanChain(party: Party, mine: Numbers, into: Numbers, reducer: Reducer, exclusive: boolean): Steps {
  const { rank, size } = party, count = mine.length, partial = like(mine, count), own = like(mine, count);
  move(own, 0, mine, 0, count);
  if (rank > 0) {
    yield expect(party, partial, rank - 1);
    if (exclusive) move(into, 0, partial, 0, count);
    reducer.combine(partial, 0, own, 0, count);
  } else move(partial, 0, own, 0, count);
  if (!exclusive) move(into, 0, partial, 0, count);
  if (rank < size - 1) yield post(party, partial, rank + 1);
}
