// Broadcast along a binomial tree: with ranks counted from the root, rank r receives from r without its lowest bit and sends to r plus each lower power of two,
// the farthest first. Cost: ⌈log2 p⌉ (α + βn). For any transport, and for Ibcast.
import { expect, type Party, post, type Steps } from "../party.ts";
import type { Transfer, View } from "../../transport/transport.ts";

export function* bcastBinomial(party: Party, buffer: View, root: number): Steps {
  const { rank, size } = party, relative = (rank - root + size) % size;
  let bit = 1;
  while (bit < size && (relative & bit) === 0) bit *= 2;
  if (relative !== 0) yield expect(party, buffer, (relative - bit + root) % size);
  const sends: Transfer[] = [];
  for (bit /= 2; bit >= 1; bit /= 2) if (relative + bit < size) sends.push(post(party, buffer, (relative + bit + root) % size));
  yield* sends;
}
