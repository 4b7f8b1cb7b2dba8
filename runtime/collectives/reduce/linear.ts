// Reduction, linear: everybody sends its elements to the root, which combines them in rank order. Cost: (p - 1) (α + βn + γn) at the root; the message of the next rank
// travels while one is combined. For any transport, where the order of combination must be that of the algorithms on boards: the same bits for floating point.
import type { Numbers } from "../../transport/transport.ts";
import { expect, type Party, post, type Steps } from "../party.ts";
import { like, move, type Reducer } from "../reducer.ts";

export function* reduceLinear(party: Party, mine: Numbers, into: Numbers | undefined, reducer: Reducer, root: number): Steps {
  const { rank, size } = party, count = mine.length;
  if (rank !== root) {
    yield post(party, mine, root);
    return;
  }
  // `into` may be `mine`.
  const own = into === mine ? like(mine, count) : mine, scratch = [like(mine, count), like(mine, count)];
  if (own !== mine) move(own, 0, mine, 0, count);
  const start = (source: number) => (source >= size ? undefined : { from: source === root ? own : scratch[source & 1]!, transfer: source === root ? undefined : expect(party, scratch[source & 1]!, source) });
  let current = start(0);
  for (let source = 0; current; source++) {
    const next: ReturnType<typeof start> = start(source + 1);
    if (current.transfer) yield current.transfer;
    if (source === 0) move(into!, 0, current.from, 0, count);
    else reducer.combine(into!, 0, current.from, 0, count);
    current = next;
  }
}
