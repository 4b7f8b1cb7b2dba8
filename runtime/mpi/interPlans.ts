// Collectives on inter-communicators (MPI 4.1, section 6.2.2): data goes from one group to the other. The root's group says ROOT at the root and PROC_NULL elsewhere; the other
// group names the root's rank. Each is: something within a group, messages between the first ranks (or between all, for alltoall), something within a group. They are made
// of messages, so that the blocking, the non-blocking and the persistent form are one.
import { allgatherRing } from "../collectives/allgather/ring.ts";
import { barrierDissemination } from "../collectives/barrier/dissemination.ts";
import { bcastBinomial } from "../collectives/bcast/binomial.ts";
import { type Party, runSteps, type Steps } from "../collectives/party.ts";
import { reduceBinomial } from "../collectives/reduce/binomial.ts";
import { like, type Reducer } from "../collectives/reducer.ts";
import { scatterLinear } from "../collectives/scatter/linear.ts";
import { none } from "../communicator/calls.ts";
import type { Numbers, Transfer, View } from "../transport/transport.ts";
import { named } from "./args.ts";
import { type BufferSpec, baseOf, blocksOf, bytesIn, elements, incoming, incomingAll, outgoing, parts, region, type Region, results, type VectorSpec, wideParts, type WSpec } from "./buffers.ts";
import type { CommState } from "./comm.ts";
import { PROC_NULL, ROOT } from "./constants.ts";
import { Exception } from "./exception.ts";
import { type Op, reducerOf, SUM } from "./op.ts";
import { type CollectiveName, note, partyOf, type Plan, type Planner } from "./plans.ts";

type Sends = readonly (readonly [to: number, bytes: View])[];
type Receives = readonly (readonly [from: number, into: View | undefined])[];

/** To and from ranks of the other group, under the context and tag of the local group's part. */
export function* between({ transport, context, tag }: Party, peers: readonly number[], sends: Sends, receives: Receives): Steps<Transfer[]> {
  const incoming = receives.map(([from, into]) => transport.receive(context, peers[from]!, tag, into)), outgoing = sends.map(([to, bytes]) => transport.send(context, peers[to]!, tag, bytes, false));
  yield* incoming;
  yield* outgoing;
  return incoming;
}

export function rootedSide(state: CommState, root: number): "root" | "idle" | "other" {
  if (root === ROOT) return "root";
  if (root === PROC_NULL) return "idle";
  if (root < 0 || root >= state.peers.length) throw new Exception("ERR_ROOT", `root is ${root}; the other group has ranks 0 to ${state.peers.length - 1}`);
  return "other";
}

const done = (): void => undefined;
const nothing = new Uint8Array(0);
const views = (...lists: readonly (readonly (Region | undefined)[])[]): View[] => lists.flat().flatMap(r => (r ? [r.view] : []));

/** `run` is never asked of plans between groups: there is no communicator of both. */
const planOf = (steps: (party: Party) => Steps, finish: () => void, reads: readonly View[], writes: readonly View[]): Plan =>
  ({ run: () => { throw new Error("internal: a plan between groups has steps only"); }, steps, finish, reads: () => reads, writes: () => writes });

type Reader = (spec: unknown, count: number) => Region[];
const equalParts: Reader = (spec, count) => blocksOf(region(spec as BufferSpec, count), count);
const vectorParts: Reader = (spec, count) => parts(spec as VectorSpec, count);
const wide: Reader = (spec, count) => wideParts(spec as WSpec, count);

function gathering(read: Reader): Planner {
  return (state, args) => {
    const [sendbuf, recvbuf, root = 0] = named(args, ["sendbuf", "recvbuf", "root"]) as [BufferSpec, unknown, number?], side = rootedSide(state, root), { peers } = state;
    const mine = side === "other" ? region(sendbuf) : undefined, places = side === "root" ? read(recvbuf, peers.length) : [], send = mine && outgoing(mine), all = incomingAll(places);
    return planOf(function* (party) { yield* between(party, peers, send ? [[root, send]] : [], all.into.map((into, from) => [from, into] as const)); }, all.finish, views([mine]), views(places));
  };
}

function scattering(read: Reader): Planner {
  return (state, args) => {
    const [sendbuf, recvbuf, root = 0] = named(args, ["sendbuf", "recvbuf", "root"]) as [unknown, BufferSpec, number?], side = rootedSide(state, root), { peers } = state;
    const from = side === "root" ? read(sendbuf, peers.length) : [], mine = side === "other" ? [region(recvbuf)] : [], sends = from.map((part, to) => [to, outgoing(part)] as const), all = incomingAll(mine);
    return planOf(function* (party) { yield* between(party, peers, sends, all.into.map(into => [root, into] as const)); }, all.finish, views(from), views(mine));
  };
}

function exchanging(readSend: Reader, read: Reader): Planner {
  return (state, args) => {
    const [sendbuf, recvbuf] = named(args, ["sendbuf", "recvbuf"]), { peers } = state, from = readSend(sendbuf, peers.length), places = read(recvbuf, peers.length);
    const sends = from.map((part, to) => [to, outgoing(part)] as const), all = incomingAll(places);
    return planOf(function* (party) { yield* between(party, peers, sends, all.into.map((into, k) => [k, into] as const)); }, all.finish, views(from), views(places));
  };
}
const toAll: Reader = (spec, count) => {
  const mine = region(spec as BufferSpec);
  return Array.from({ length: count }, () => mine);
};

interface Contribution {
  readonly from: Region;
  readonly mine: Numbers;
  readonly reducer: Reducer;
}

function contribution(sendbuf: BufferSpec, op: Op): Contribution {
  const from = region(sendbuf);
  return { from, mine: elements(from), reducer: reducerOf(op, from.datatype, baseOf(from)) };
}

/** What the group combines, at its first rank. */
function* combined(party: Party, { mine, reducer }: Contribution): Steps<Numbers> {
  const partial = like(mine, mine.length);
  yield* reduceBinomial(party, mine, party.rank === 0 ? partial : undefined, reducer, 0);
  return partial;
}

/** What one group combines is dealt out in the other; both contribute equally many items. */
function reduceScatter(state: CommState, sendbuf: BufferSpec, recvbuf: BufferSpec, recvcounts: readonly number[] | undefined, op: Op): Plan {
  const { communicator: { rank, size }, peers } = state, from = contribution(sendbuf, op), into = region(recvbuf), counts = recvcounts ?? Array.from({ length: size }, () => into.count), total = counts.reduce((sum, count) => sum + count, 0);
  if (counts.length !== size || total !== from.from.count) throw new Exception("ERR_COUNT", `the parts of ${size} ranks have ${total} items, the contribution has ${from.from.count}`);
  const unit = from.mine.length / Math.max(1, total), place = results({ ...into, count: counts[rank]! });
  return planOf(function* (party) {
    const partial = yield* combined(party, from), whole = like(from.mine, from.mine.length);
    if (rank === 0) yield* between(party, peers, [[0, partial]], [[0, whole]]);
    let at = 0;
    const dealt = counts.map(count => (whole as Float64Array).subarray(at, (at += count * unit)));
    yield* scatterLinear(party, rank === 0 ? dealt : undefined, place.into, 0);
  }, place.finish, views([from.from]), views([into]));
}

const upper: { readonly [name in CollectiveName]?: Planner } = {
  Barrier: ({ peers }) => planOf(function* (party) {
    yield* barrierDissemination(party);
    if (party.rank === 0) yield* between(party, peers, [[0, nothing]], [[0, new Uint8Array(0)]]);
    yield* barrierDissemination(party);
  }, done, [], []),
  Bcast(state, args) {
    const [buf, root = 0] = named(args, ["buf", "root"], 1) as [BufferSpec, number?], side = rootedSide(state, root), { peers } = state, r = side === "idle" ? undefined : region(buf);
    if (side !== "other") {
      const send = r && outgoing(r);
      return planOf(function* (party) { if (send) yield* between(party, peers, [[0, send]], []); }, done, views([r]), []);
    }
    const landing = incoming(r!);
    return planOf(function* (party) {
      if (party.rank === 0) yield* between(party, peers, [], [[root, landing.into]]);
      yield* bcastBinomial(party, landing.into, 0);
    }, () => landing.finish(bytesIn(r!)), [], views([r]));
  },
  Gather: gathering(equalParts),
  Gatherv: gathering(vectorParts),
  Scatter: scattering(equalParts),
  Scatterv: scattering(vectorParts),
  Allgather: exchanging(toAll, equalParts),
  Allgatherv: exchanging(toAll, vectorParts),
  Alltoall: exchanging(equalParts, equalParts),
  Alltoallv: exchanging(vectorParts, vectorParts),
  Alltoallw: exchanging(wide, wide),
  Reduce_scatter(state, args) {
    const [sendbuf, recvbuf, recvcounts, op = SUM] = named(args, ["sendbuf", "recvbuf", "recvcounts", "op"]) as [BufferSpec, BufferSpec, (readonly number[])?, Op?];
    return reduceScatter(state, sendbuf, recvbuf, recvcounts, op);
  },
  Reduce_scatter_block(state, args) {
    const [sendbuf, recvbuf, op = SUM] = named(args, ["sendbuf", "recvbuf", "op"]) as [BufferSpec, BufferSpec, Op?];
    return reduceScatter(state, sendbuf, recvbuf, undefined, op);
  },
  Allreduce(state, args) {
    const [sendbuf, recvbuf, op = SUM] = named(args, ["sendbuf", "recvbuf", "op"]) as [BufferSpec, BufferSpec, Op?], from = contribution(sendbuf, op), into = region(recvbuf), place = results(into), { peers } = state;
    return planOf(function* (party) {
      const partial = yield* combined(party, from);
      if (party.rank === 0) yield* between(party, peers, [[0, partial]], [[0, place.into]]);
      yield* bcastBinomial(party, place.into, 0);
    }, place.finish, views([from.from]), views([into]));
  },
  Reduce(state, args) {
    const [sendbuf, recvbuf, op = SUM, root = 0] = named(args, ["sendbuf", "recvbuf", "op", "root"]) as [BufferSpec, BufferSpec, Op?, number?], side = rootedSide(state, root), { peers } = state;
    if (side === "root") {
      const into = region(recvbuf), place = results(into);
      return planOf(function* (party) { yield* between(party, peers, [], [[0, place.into]]); }, place.finish, [], views([into]));
    }
    if (side === "idle") return planOf(function* () {}, done, [], []);
    const from = contribution(sendbuf, op);
    return planOf(function* (party) {
      const partial = yield* combined(party, from);
      if (party.rank === 0) yield* between(party, peers, [[root, partial]], []);
    }, done, views([from.from]), []);
  },
};

/** The plan of a collective between two groups. Roots, counts and datatypes differ between them as they should: only the call itself must agree. */
export function interPlan(state: CommState, name: CollectiveName, args: readonly unknown[]): Plan {
  const planner = upper[name];
  if (!planner) throw new Exception("ERR_COMM", forbidden(name));
  note(none, "", undefined, false);
  return planner(state, args);
}

/** A blocking collective. */
export function runBetween(state: CommState, name: CollectiveName, args: readonly unknown[]): void {
  const plan = interPlan(state, name, args);
  runSteps(plan.steps(partyOf(state, 1)), state.transport);
  plan.finish();
}

/** MPI has no scans between groups (MPI 4.1, section 6.11). */
export const forbidden = (name: string): string => `an inter-communicator has no ${name}; Merge makes a communicator of both groups, which has`;
