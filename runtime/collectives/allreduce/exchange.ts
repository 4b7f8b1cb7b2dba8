// Allreduce by direct exchange: the vector in p slices; everybody sends slice q to rank q, combines what it gets of its own slice, in rank order, and sends the result to
// all. Slices go in pieces, so that little memory is needed, which stays in the caches, and that pieces travel while others are combined:
//
//   send piece k + 1 of every slice to its rank   combine piece k of the own slice   send its result to all
//
// Cost: 2 (p - 1) α a piece + 2βn (p - 1) / p + γn, as few bytes as a ring, and the order of combination is that of the ranks. For long vectors on few ranks: messages
// need no meetings, so ranks that run at different times do not hold each other up at every segment.
//
// Result and contribution may be the same memory: the result of a piece can only come after its contribution has gone.
import type { Numbers, Transfer, Transport } from "../../transport/transport.ts";
import { expect, type Party, partStart, post, type Steps } from "../party.ts";
import { like, move, type Reducer } from "../reducer.ts";

const pieceBytes = 2 ** 18;

export function* allreduceExchange(party: Party, mine: Numbers, into: Numbers, reducer: Reducer): Steps {
  const { rank, size } = party, unit = reducer.unit ?? 1, count = mine.length / unit;
  const longest = Math.ceil(count / size) * unit, piece = Math.min(longest, Math.max(1, Math.floor(pieceBytes / mine.BYTES_PER_ELEMENT / unit)) * unit);
  const edge = (slice: number, k: number): number => Math.min(partStart(count, slice, size) * unit + k * piece, partStart(count, slice + 1, size) * unit);
  const part = (of: Numbers, slice: number, k: number): Numbers => (of as Float64Array).subarray(edge(slice, k), edge(slice, k + 1));
  const others = Array.from({ length: size - 1 }, (_, k) => (rank + 1 + k) % size), pieces = piece === 0 ? 0 : Math.ceil(longest / piece);
  const scratch = scratchFor(party, mine, piece);
  const sends: Transfer[] = [], results: Transfer[] = [];

  /** Sends piece `k` of the others' slices, and expects that of the own one. All ranks post in the same order, which is how messages find their receives. */
  const start = (k: number): { readonly incoming: readonly Numbers[]; readonly receives: readonly Transfer[] } => {
    const length = edge(rank, k + 1) - edge(rank, k), incoming = scratch[k & 1]!.map((memory, member) => (member === rank ? part(mine, rank, k) : (memory as Float64Array).subarray(0, length)));
    const receives = others.map(member => expect(party, incoming[member]!, member));
    for (const member of others) sends.push(post(party, part(mine, member, k), member));
    return { incoming, receives };
  };

  let current = pieces > 0 ? start(0) : undefined;
  for (let k = 0; current; k++) {
    const next: typeof current | undefined = k + 1 < pieces ? start(k + 1) : undefined, { incoming, receives } = current;
    yield* receives;
    combineAll(party, part(into, rank, k), incoming, reducer, into === mine);
    for (const member of others) results.push(expect(party, part(into, member, k), member));
    for (const member of others) sends.push(post(party, part(into, rank, k), member));
    current = next;
  }
  yield* results;
  yield* sends;
}

interface Scratch {
  readonly like: unknown;
  readonly elements: number;
  /** For even and odd pieces, one view a member. */
  readonly memory: readonly (readonly Numbers[])[];
}
/** Of the last call of a rank: new memory would cost as much as a megabyte's allreduce. Only blocking calls are made of this algorithm, so there is one at a time. */
const kept = new WeakMap<Transport, Scratch>();

function scratchFor({ rank, size, transport }: Party, mine: Numbers, elements: number): Scratch["memory"] {
  const before = kept.get(transport);
  if (before && before.like === mine.constructor && before.elements >= elements && before.memory[0]!.length === size && before.memory[0]![rank]!.length === 0) return before.memory;
  const memory = [0, 1].map(() => Array.from({ length: size }, (_, member) => like(mine, member === rank ? 0 : elements)));
  kept.set(transport, { like: mine.constructor, elements, memory });
  return memory;
}

/** `into` becomes the combination of `parts` in the order of ranks; `inPlace`: this rank's part is `into`. All others are scratch. */
function combineAll({ rank, size }: Party, into: Numbers, parts: readonly Numbers[], reducer: Reducer, inPlace: boolean): void {
  const { length } = into;
  if (reducer.merge && size > 1 && (!inPlace || rank < 2)) {
    reducer.merge(into, parts[0]!, parts[1]!);
    for (let member = 2; member < size; member++) reducer.combine(into, 0, parts[member]!, 0, length);
    return;
  }
  // On rank 0 the first operand is its own, which is not combined into unless it is the result's.
  const combined = rank === 0 ? into : parts[0]!;
  if (rank === 0 && !inPlace) move(into, 0, parts[0]!, 0, length);
  for (let member = 1; member < size; member++) reducer.combine(combined, 0, parts[member]!, 0, length);
  if (rank !== 0) move(into, 0, combined, 0, length);
}
