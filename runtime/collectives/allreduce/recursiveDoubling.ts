// Allreduce by recursive doubling: partners at distance 1, 2, 4, ... exchange what they have and both combine it, the lower range of ranks at the left, so
// that order is kept and all ranks compute the same expression. Where p is no power of two, the first ranks pair up before and share the result after.
// Cost: ⌈log2 p⌉ (α + βn + γn). For short vectors on any transport, and for Iallreduce.
import type { Numbers } from "../../transport/transport.ts";
import { exchange, expect, type Party, post, type Steps } from "../party.ts";
import { like, move, type Reducer } from "../reducer.ts";

export function* allreduceRecursiveDoubling(party: Party, mine: Numbers, into: Numbers, reducer: Reducer): Steps {
  const { rank, size } = party, count = mine.length;
  const full = 2 ** Math.floor(Math.log2(size)), extra = size - full;
  let partial = like(mine, count), incoming = like(mine, count);
  move(partial, 0, mine, 0, count);

  // Ranks 0 .. 2 extra - 1 in pairs: the odd one gives its elements to the even one and waits for the result.
  if (rank < 2 * extra && rank % 2 === 1) {
    yield post(party, partial, rank - 1);
    yield expect(party, into, rank - 1);
    return;
  }
  if (rank < 2 * extra) {
    yield expect(party, incoming, rank + 1);
    reducer.combine(partial, 0, incoming, 0, count);
  }
  const position = rank < 2 * extra ? rank / 2 : rank - extra;
  const rankAt = (p: number): number => (p < extra ? 2 * p : p + extra);
  for (let bit = 1; bit < full; bit *= 2) {
    const partner = position ^ bit;
    yield* exchange(party, partial, rankAt(partner), incoming, rankAt(partner));
    if (partner < position) {
      reducer.combine(incoming, 0, partial, 0, count);
      [partial, incoming] = [incoming, partial];
    } else reducer.combine(partial, 0, incoming, 0, count);
  }
  move(into, 0, partial, 0, count);
  if (rank < 2 * extra) yield post(party, partial, rank + 1);
}
