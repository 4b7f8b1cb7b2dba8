// Scatter, linear: the root sends every rank its part. Cost: (p - 1) (α + βm) at the root. For any transport, and for Iscatter.
import type { View } from "../../transport/transport.ts";
import { keepPart } from "../parcel.ts";
import { checkOwn, expect, type Party, post, type Steps } from "../party.ts";

export function* scatterLinear(party: Party, parts: readonly View[] | undefined, into: View, root: number): Steps {
  const { rank } = party;
  if (rank !== root) { yield expect(party, into, root); return; }
  const sends = parts!.map((part, dest) => (dest === rank ? undefined : post(party, part, dest)));
  keepPart(parts![rank]!, into);
  for (const transfer of sends) if (transfer) yield transfer;
  checkOwn(parts![rank]!, into);
}
