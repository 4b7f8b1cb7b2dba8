// Gather, linear: everybody sends its part to the root, which has posted all receives before it waits for any. Cost: (p - 1) (α + βm) at the root. For any
// transport, and for Igather; a tree would save latency and copy every part several times.
import type { View } from "../../transport/transport.ts";
import { keepPart } from "../parcel.ts";
import { checkOwn, expect, type Party, post, type Steps } from "../party.ts";

export function* gatherLinear(party: Party, mine: View, into: readonly View[] | undefined, root: number): Steps {
  const { rank } = party;
  if (rank !== root) { yield post(party, mine, root); return; }
  const incoming = into!.map((view, source) => (source === rank ? undefined : expect(party, view, source)));
  keepPart(mine, into![rank]!);
  for (const transfer of incoming) if (transfer) yield transfer;
  checkOwn(mine, into![rank]!);
}
