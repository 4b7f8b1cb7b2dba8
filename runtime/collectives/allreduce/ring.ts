// Allreduce around a ring (Patarasuk, Yuan 2009): the vector in p slices; p - 1 rounds in which a slice travels on and gathers every rank's elements, then p - 1
// rounds in which the finished slices go round. Cost: 2 (p - 1) α + 2βn + γn, the least bytes a rank can do with. The order of combination starts at
// another rank for each slice, so it serves commutative operations only. For long vectors on transports without shared memory.
import type { Numbers } from "../../transport/transport.ts";
import { exchange, type Party, partStart, type Steps } from "../party.ts";
import { like, move, type Reducer } from "../reducer.ts";

export function* allreduceRing(party: Party, mine: Numbers, into: Numbers, reducer: Reducer): Steps {
  const { rank, size } = party, count = mine.length, next = (rank + 1) % size, before = (rank - 1 + size) % size, unit = reducer.unit ?? 1;
  const low = (slice: number): number => partStart(count / unit, slice, size) * unit;
  const part = (slice: number): Numbers => (into as Float64Array).subarray(low(slice), low(slice + 1));
  const incoming = like(mine, Math.ceil(count / size) + unit);
  if (into !== mine) move(into, 0, mine, 0, count);
  for (let round = 0; round < size - 1; round++) {
    const sent = (rank - round + size) % size, got = (rank - round - 1 + size) % size, length = low(got + 1) - low(got);
    yield* exchange(party, part(sent), next, (incoming as Float64Array).subarray(0, length), before);
    reducer.combine(into, low(got), incoming, 0, length);
  }
  for (let round = 0; round < size - 1; round++) {
    const sent = (rank + 1 - round + size) % size, got = (rank - round + size) % size;
    yield* exchange(party, part(sent), next, part(got), before);
  }
}
