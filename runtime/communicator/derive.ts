// New communicators from old: all members agree on a context that none of them has used, and the first of each new group makes the board that its members meet on.
import { allreduceRecursiveDoubling } from "../collectives/allreduce/recursiveDoubling.ts";
import { type Party, runSteps } from "../collectives/party.ts";
import { bcastBinomial } from "../collectives/bcast/binomial.ts";
import type { Reducer } from "../collectives/reducer.ts";
import type { Communicator } from "./communicator.ts";
import { contextsEach, createCommunicator, type Surroundings } from "./create.ts";

const max: Reducer = { name: "MAX", commutative: true, combine: (a, t, b, s, n) => { for (let k = 0; k < n; k++) if (b[s + k]! > a[t + k]!) a[t + k] = b[s + k]!; } };

/** The communicator of the ranks of the same `color`, ordered by `key` and then rank; nothing for an undefined color. Collective over all of `parent`. */
export function split(parent: Communicator, color: number | undefined, key: number, name: string): Communicator | undefined {
  const { around, size, rank } = parent, all = new Float64Array(4 * size);
  parent.allgather(Float64Array.of(color ?? 0, color === undefined ? 0 : 1, key, around.nextContext), all);
  const entries = Array.from({ length: size }, (_, r) => ({ rank: r, color: all[4 * r]!, takesPart: all[4 * r + 1] === 1, key: all[4 * r + 2]! }));
  const context = Math.max(...entries.map(e => all[4 * e.rank + 3]!));
  around.nextContext = context + contextsEach;
  const group = color === undefined ? [] : entries.filter(e => e.takesPart && e.color === color).sort((a, b) => a.key - b.key || a.rank - b.rank).map(e => e.rank);
  const leads = group[0] === rank && group.length > 1, members = group.map(r => parent.members[r]!);
  const keys = new Float64Array(size);
  parent.allgather(Float64Array.of(leads ? around.transport.allocateBoard(members) : 0), keys);
  return group.length === 0 ? undefined : createCommunicator(around, name, members, context, around.transport.openBoard(members, keys[group[0]!]!));
}

/** A communicator of `members` (ranks of the job), which alone take part; `context` and `tag` carry the messages by which they agree. */
export function createAmong(around: Surroundings, members: readonly number[], context: number, tag: number, name: string, reserve = contextsEach): Communicator {
  const { transport } = around;
  const party: Party = { rank: members.indexOf(transport.rank), size: members.length, members, context, tag, transport };
  const next = Float64Array.of(around.nextContext);
  runSteps(allreduceRecursiveDoubling(party, next, next, max), transport);
  around.nextContext = next[0]! + reserve;
  return openAmong(around, party, next[0]!, name);
}

/** The rest of it, once the context is known. */
export function openAmong(around: Surroundings, party: Party, context: number, name: string): Communicator {
  const { transport } = around, { members } = party;
  const key = Float64Array.of(party.rank === 0 && members.length > 1 ? transport.allocateBoard(members) : 0);
  runSteps(bcastBinomial(party, key, 0), transport);
  return createCommunicator(around, name, members, context, transport.openBoard(members, key[0]!));
}
