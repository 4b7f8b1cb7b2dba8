// Reduction along a binomial tree whose subtrees are ranges of ranks: in round k rank r with bit k set hands what it has to r - 2^k, which holds the ranks just below.
// Lower ranks always stand at the left, so order is kept for any operation; a root other than 0 gets the result from rank 0. Cost: ⌈log2 p⌉ (α + βn + γn) (+ α + βn).
// For any transport, and for Ireduce.
import type { Numbers } from "../../transport/transport.ts";
import { expect, type Party, post, type Steps } from "../party.ts";
import { like, move, type Reducer } from "../reducer.ts";

export function* reduceBinomial(party: Party, mine: Numbers, into: Numbers | undefined, reducer: Reducer, root: number): Steps {
  const { rank, size } = party, count = mine.length;
  const partial = like(mine, count), incoming = like(mine, count);
  move(partial, 0, mine, 0, count);
  let bit = 1;
  for (; bit < size && (rank & bit) === 0; bit *= 2) {
    if (rank + bit >= size) continue;
    yield expect(party, incoming, rank + bit);
    reducer.combine(partial, 0, incoming, 0, count);
  }
  if (rank !== 0) yield post(party, partial, rank - bit);
  if (root === 0) { if (rank === 0) move(into!, 0, partial, 0, count); return; }
  if (rank === 0) yield post(party, partial, root);
  else if (rank === root) yield expect(party, into!, 0);
}
