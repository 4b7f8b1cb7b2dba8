// A collective as a plan: its arguments read and checked once, then carried out in one of three ways: blocking (on the communicator, which chooses an algorithm),
// non-blocking (the point-to-point algorithm of the same collective, moved on by progress), or persistent (the same, again and again).
import { none, signature } from "../communicator/calls.ts";
import type { Party, Steps } from "../collectives/party.ts";
import type { Communicator } from "../communicator/communicator.ts";
import type { View } from "../transport/transport.ts";
import { type BufferSpec, type Region, baseOf, blocksOf, bytesIn, elements, incomingAll, outgoing, parts, region, results, type VectorSpec, wideParts, type WSpec } from "./buffers.ts";
import { named } from "./args.ts";
import { type CommState, checkRoot } from "./comm.ts";
import { IN_PLACE, type InPlace } from "./constants.ts";
import { elementName } from "./datatype.ts";
import { job } from "./job.ts";
import { Op, reducerOf, SUM } from "./op.ts";
import { Exception } from "./exception.ts";
import { allgatherRing } from "../collectives/allgather/ring.ts";
import { allreduceRecursiveDoubling } from "../collectives/allreduce/recursiveDoubling.ts";
import { alltoallPairwise } from "../collectives/alltoall/pairwise.ts";
import { barrierDissemination } from "../collectives/barrier/dissemination.ts";
import { bcastBinomial } from "../collectives/bcast/binomial.ts";
import { gatherLinear } from "../collectives/gather/linear.ts";
import { reduceBinomial } from "../collectives/reduce/binomial.ts";
import { scanChain } from "../collectives/scan/chain.ts";
import { scatterLinear } from "../collectives/scatter/linear.ts";
import { like, move } from "../collectives/reducer.ts";

export interface Plan {
  run(c: Communicator): void;
  steps(party: Party): Steps;
  /** After either. */
  finish(): void;
  /** The user's memory, for as long as the plan is under way: what is read, and what is written. Asked only by calls that do not block. */
  reads(): readonly View[];
  writes(): readonly View[];
}

export type Planner = (state: CommState, args: readonly unknown[]) => Plan;

/** Notes what must agree between the ranks. Counts are of base elements, so that different datatypes for the same data agree. */
export function note(root: number, op: string, of: Region | undefined, counted: boolean): void {
  const { calls } = job();
  if (calls.depth !== 1) return;
  calls.root = root;
  calls.op = op;
  calls.dtype = of ? elementName(of.datatype) : "";
  calls.count = of && counted ? bytesIn(of) / (baseOf(of)?.bytes ?? 1) : none;
}

/**
 * Who takes part in a collective made of messages, in one of the communicator's contexts. Different collectives never meet: their messages differ in tag, so that the ranks wait
 * for each other and the report names both.
 */
export function partyOf(state: CommState, context: number): Party {
  const { communicator: { rank, size, members }, transport } = state, { calls } = job();
  return { rank, size, members, context: state.context + context, tag: 1024 * state.started++ + (signature(calls.call, calls.root, calls.op, calls.dtype, calls.count) & 1023), transport };
}

const done = (): void => undefined;
const views = (list: readonly (Region | undefined)[]): View[] => list.flatMap(r => (r ? [r.view] : []));
type Spec = BufferSpec | InPlace;

function rooted(state: CommState, value: unknown): number {
  const root = (value as number | undefined) ?? 0;
  checkRoot(state, root);
  return root;
}

export const barrier: Planner = () => {
  note(none, "", undefined, false);
  return { run: c => c.barrier(), steps: barrierDissemination, finish: done, reads: () => [], writes: () => [] };
};

export const bcast: Planner = (state, args) => {
  const [buf, rootArg] = named(args, ["buf", "root"], 1), root = rooted(state, rootArg), r = region(buf as BufferSpec), mine = state.communicator.rank === root;
  note(root, "", r, true);
  const all = incomingAll(mine ? [] : [r]), view = mine ? outgoing(r) : all.into[0]!;
  return { run: c => c.bcast(view, root), steps: party => bcastBinomial(party, view, root), finish: all.finish, reads: () => mine ? [r.view] : [], writes: () => mine ? [] : [r.view] };
};

/** Gather and Gatherv: `partsOf` reads the root's buffer. */
function gathering(vectors: boolean): Planner {
  return (state, args) => {
    const [sendbuf, recvbuf, rootArg] = named(args, ["sendbuf", "recvbuf", "root"]) as [Spec, unknown, unknown], root = rooted(state, rootArg);
    const { rank, size } = state.communicator;
    const places = rank === root ? (vectors ? parts(recvbuf as VectorSpec, size) : blocksOf(region(recvbuf as BufferSpec, size), size)) : undefined;
    if (sendbuf === IN_PLACE && !places) throw new Exception("ERR_BUFFER", "IN_PLACE is for the root only");
    const mine = sendbuf === IN_PLACE ? places![rank]! : region(sendbuf);
    note(root, "", mine, !vectors);
    const send = outgoing(mine), all = incomingAll(places ?? []), into = places && all.into;
    return { run: c => c.gatherv(send, into, root, "", !vectors), steps: party => gatherLinear(party, send, into, root), finish: all.finish, reads: () => [mine.view], writes: () => views(places ?? []) };
  };
}

function allgathering(vectors: boolean): Planner {
  return (state, args) => {
    const [sendbuf, recvbuf] = named(args, ["sendbuf", "recvbuf"]) as [Spec, unknown], { rank, size } = state.communicator;
    const places = vectors ? parts(recvbuf as VectorSpec, size) : blocksOf(region(recvbuf as BufferSpec, size), size);
    const mine = sendbuf === IN_PLACE ? places[rank]! : region(sendbuf);
    note(none, "", mine, !vectors);
    const send = outgoing(mine), all = incomingAll(places);
    return { run: c => c.allgatherv(send, all.into, "", !vectors), steps: party => allgatherRing(party, send, all.into), finish: all.finish, reads: () => [mine.view], writes: () => views(places) };
  };
}

function scattering(vectors: boolean): Planner {
  return (state, args) => {
    const [sendbuf, recvbuf, rootArg] = named(args, ["sendbuf", "recvbuf", "root"]) as [unknown, Spec, unknown], root = rooted(state, rootArg);
    const { rank, size } = state.communicator;
    const from = rank === root ? (vectors ? parts(sendbuf as VectorSpec, size) : blocksOf(region(sendbuf as BufferSpec, size), size)) : undefined;
    if (recvbuf === IN_PLACE && !from) throw new Exception("ERR_BUFFER", "IN_PLACE is for the root only");
    const mine = recvbuf === IN_PLACE ? undefined : region(recvbuf), shape = mine ?? from![rank]!;
    note(root, "", shape, !vectors);
    const send = from?.map(outgoing), all = incomingAll(mine ? [mine] : []), into = all.into[0] ?? new Uint8Array(bytesIn(shape));
    return { run: c => c.scatterv(send, into, root, "", !vectors), steps: party => scatterLinear(party, send, into, root), finish: all.finish, reads: () => views(from ?? []), writes: () => views([mine]) };
  };
}

function alltoalling(kind: "blocks" | "vectors" | "wide"): Planner {
  return (state, args) => {
    const [sendbuf, recvbuf] = named(args, ["sendbuf", "recvbuf"]), { size } = state.communicator;
    const read = (spec: unknown): Region[] => (kind === "wide" ? wideParts(spec as WSpec, size) : kind === "vectors" ? parts(spec as VectorSpec, size) : blocksOf(region(spec as BufferSpec, size), size));
    const places = read(recvbuf), from = sendbuf === IN_PLACE ? places : read(sendbuf);
    note(none, "", kind === "wide" ? undefined : from[0], kind === "blocks");
    const send = from.map(outgoing).map(view => (sendbuf === IN_PLACE ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice() : view)), all = incomingAll(places);
    return { run: c => c.alltoallv(send, all.into, "", kind === "blocks"), steps: party => alltoallPairwise(party, send, all.into), finish: all.finish, reads: () => views(from), writes: () => views(places) };
  };
}

/** What all reductions read: operation, elements to combine, and where the result goes (undefined: nowhere on this rank). */
function reduction(state: CommState, sendbuf: Spec, recvbuf: BufferSpec | undefined, op: unknown, root: number, wanted: boolean) {
  const how = (op as Op | undefined) ?? SUM;
  if (!(how instanceof Op)) throw new Exception("ERR_OP", "op must be an MPI.Op; Op.Create makes one from a function");
  if (sendbuf === IN_PLACE && !wanted) throw new Exception("ERR_BUFFER", "IN_PLACE is for the root only");
  const into = wanted ? region(recvbuf) : undefined, from = sendbuf === IN_PLACE ? into! : region(sendbuf);
  if (into && bytesIn(into) !== bytesIn(from)) throw new Exception("ERR_COUNT", `the result has ${bytesIn(into)} bytes, the contribution ${bytesIn(from)}`);
  void state;
  note(root, how.name, from, true);
  const reducer = reducerOf(how, from.datatype, baseOf(from)), mine = elements(from), result = into && results(into);
  return { reducer, mine, into: result?.into, plan: (run: Plan["run"], steps: Plan["steps"]): Plan => ({ run, steps, finish: result?.finish ?? done, reads: () => views([from]), writes: () => views([into]) }) };
}

const reduce: Planner = (state, args) => {
  const [sendbuf, recvbuf, op, rootArg] = named(args, ["sendbuf", "recvbuf", "op", "root"]) as [Spec, BufferSpec, unknown, unknown], root = rooted(state, rootArg);
  const r = reduction(state, sendbuf, recvbuf, op, root, state.communicator.rank === root);
  return r.plan(c => c.reduce(r.mine, r.into, r.reducer, root), party => reduceBinomial(party, r.mine, r.into, r.reducer, root));
};

const allreduce: Planner = (state, args) => {
  const [sendbuf, recvbuf, op] = named(args, ["sendbuf", "recvbuf", "op"]) as [Spec, BufferSpec, unknown], r = reduction(state, sendbuf, recvbuf, op, none, true);
  return r.plan(c => c.allreduce(r.mine, r.into!, r.reducer), party => allreduceRecursiveDoubling(party, r.mine, r.into!, r.reducer));
};

function scanning(exclusive: boolean): Planner {
  return (state, args) => {
    const [sendbuf, recvbuf, op] = named(args, ["sendbuf", "recvbuf", "op"]) as [Spec, BufferSpec, unknown], r = reduction(state, sendbuf, recvbuf, op, none, true);
    return r.plan(c => c.scan(r.mine, r.into!, r.reducer, exclusive), party => scanChain(party, r.mine, r.into!, r.reducer, exclusive));
  };
}

/** Everybody gets its own part of the combination: combined whole, then cut. */
function reduceScattering(equal: boolean): Planner {
  return (state, args) => {
    const [sendbuf, recvbuf, third, fourth] = named(args, equal ? ["sendbuf", "recvbuf", "op"] : ["sendbuf", "recvbuf", "recvcounts", "op"]) as [Spec, BufferSpec, unknown, unknown];
    const { rank, size } = state.communicator, how = ((equal ? third : fourth) as Op | undefined) ?? SUM, into = region(recvbuf);
    const from = sendbuf === IN_PLACE ? into : region(sendbuf), share = equal ? (sendbuf === IN_PLACE ? from.count / size : into.count) : 0;
    const counts = equal || !third ? Array.from({ length: size }, () => (equal ? share : into.count)) : [...(third as number[])];
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (counts.length !== size || total !== from.count) throw new Exception("ERR_COUNT", `the parts of ${size} ranks have ${total} items, the contribution has ${from.count}`);
    note(none, how.name, from, true);
    const reducer = reducerOf(how, from.datatype, baseOf(from)), mine = elements(from), whole = like(mine, mine.length), place = results({ ...into, count: counts[rank]! });
    const unit = mine.length / Math.max(1, from.count), start = counts.slice(0, rank).reduce((sum, count) => sum + count, 0) * unit;
    return {
      run: c => c.allreduce(mine, whole, reducer),
      steps: party => allreduceRecursiveDoubling(party, mine, whole, reducer),
      finish: () => { move(place.into, 0, whole, start, counts[rank]! * unit); place.finish(); },
      reads: () => views([from]),
      writes: () => views([into]),
    };
  };
}

export const planners = {
  Barrier: barrier,
  Bcast: bcast,
  Gather: gathering(false),
  Gatherv: gathering(true),
  Allgather: allgathering(false),
  Allgatherv: allgathering(true),
  Scatter: scattering(false),
  Scatterv: scattering(true),
  Alltoall: alltoalling("blocks"),
  Alltoallv: alltoalling("vectors"),
  Alltoallw: alltoalling("wide"),
  Reduce: reduce,
  Allreduce: allreduce,
  Reduce_scatter: reduceScattering(false),
  Reduce_scatter_block: reduceScattering(true),
  Scan: scanning(false),
  Exscan: scanning(true),
} as const satisfies { readonly [name: string]: Planner };

export type CollectiveName = keyof typeof planners;
