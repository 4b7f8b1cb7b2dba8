// Collectives on inter-communicators (MPI 4.1, section 6.2.2): data goes from one group to the other. The root's group says ROOT at the root and PROC_NULL elsewhere; the other
// group names the root's rank. Each is: something within a group, messages between the first ranks (or between all, for alltoall), something within a group.
import { runSteps, type Steps } from "../collectives/party.ts";
import type { Transfer, View } from "../transport/transport.ts";
import { named } from "./args.ts";
import { type BufferSpec, baseOf, blocksOf, bytesIn, elements, incoming, incomingAll, outgoing, parts, region, type Region, results, type VectorSpec, wideParts, type WSpec } from "./buffers.ts";
import { decode, encode } from "./codec.ts";
import type { CommState } from "./comm.ts";
import { PROC_NULL, ROOT } from "./constants.ts";
import { Exception } from "./exception.ts";
import { combineValues, type ObjectOp, Op, reducerOf, SUM } from "./op.ts";
import { like } from "../collectives/reducer.ts";

/** To and from ranks of the other group, in the context of the collectives between the groups. */
function between(state: CommState, sends: readonly (readonly [to: number, bytes: View])[], receives: readonly (readonly [from: number, into: View | undefined])[]): Transfer[] {
  const { transport, peers } = state, context = state.context + 1;
  const incoming = receives.map(([from, into]) => transport.receive(context, peers[from]!, 0, into)), outgoing = sends.map(([to, bytes]) => transport.send(context, peers[to]!, 0, bytes, false));
  runSteps((function* (): Steps { yield* incoming; yield* outgoing; })(), transport);
  return incoming;
}

/** Bytes of the other group's first rank, swapped with this one's. */
function swapLeaders(state: CommState, mine: Uint8Array): Uint8Array {
  const first = state.communicator.rank === 0;
  const theirs = first ? between(state, [[0, mine]], [[0, undefined]])[0]!.bytes! : undefined;
  return state.communicator.collect(theirs, 0, true)[0]!;
}

function rootedSide(state: CommState, root: number): "root" | "idle" | "other" {
  if (root === ROOT) return "root";
  if (root === PROC_NULL) return "idle";
  if (root < 0 || root >= state.peers.length) throw new Exception("ERR_ROOT", `root is ${root}; the other group has ranks 0 to ${state.peers.length - 1}`);
  return "other";
}

const barrier = (state: CommState): void => {
  state.communicator.barrier();
  if (state.communicator.rank === 0) between(state, [[0, new Uint8Array(0)]], [[0, new Uint8Array(0)]]);
  state.communicator.barrier();
};

type Reader = (spec: unknown, count: number) => Region[];
const equalParts: Reader = (spec, count) => blocksOf(region(spec as BufferSpec, count), count);
const vectorParts: Reader = (spec, count) => parts(spec as VectorSpec, count);
type Run = (state: CommState, args: readonly unknown[]) => void;

function gathering(read: Reader): Run {
  return (state, args) => {
    const [sendbuf, recvbuf, root = 0] = named(args, ["sendbuf", "recvbuf", "root"]) as [BufferSpec, unknown, number?], side = rootedSide(state, root);
    if (side === "other") between(state, [[root, outgoing(region(sendbuf))]], []);
    if (side !== "root") return;
    const all = incomingAll(read(recvbuf, state.peers.length));
    between(state, [], all.into.map((into, from) => [from, into] as const));
    all.finish();
  };
}

function scattering(read: Reader): Run {
  return (state, args) => {
    const [sendbuf, recvbuf, root = 0] = named(args, ["sendbuf", "recvbuf", "root"]) as [unknown, BufferSpec, number?], side = rootedSide(state, root);
    if (side === "root") between(state, read(sendbuf, state.peers.length).map((part, to) => [to, outgoing(part)] as const), []);
    if (side !== "other") return;
    const r = region(recvbuf), landing = incoming(r);
    between(state, [], [[root, landing.into]]);
    landing.finish(bytesIn(r));
  };
}

function allgathering(read: Reader): Run {
  return (state, args) => {
    const [sendbuf, recvbuf] = named(args, ["sendbuf", "recvbuf"]) as [BufferSpec, unknown], send = outgoing(region(sendbuf)), all = incomingAll(read(recvbuf, state.peers.length));
    between(state, all.into.map((_, to) => [to, send] as const), all.into.map((into, from) => [from, into] as const));
    all.finish();
  };
}

function alltoalling(read: Reader): Run {
  return (state, args) => {
    const [sendbuf, recvbuf] = named(args, ["sendbuf", "recvbuf"]), count = state.peers.length, all = incomingAll(read(recvbuf, count));
    between(state, read(sendbuf, count).map((part, to) => [to, outgoing(part)] as const), all.into.map((into, from) => [from, into] as const));
    all.finish();
  };
}

/** What one group combines is dealt out in the other; both contribute equally many items. */
function reduceScatter(state: CommState, sendbuf: BufferSpec, recvbuf: BufferSpec, recvcounts: readonly number[] | undefined, op: Op): void {
  const { communicator } = state, from = region(sendbuf), into = region(recvbuf), counts = recvcounts ?? Array.from({ length: communicator.size }, () => into.count), total = counts.reduce((sum, count) => sum + count, 0);
  if (counts.length !== communicator.size || total !== from.count) throw new Exception("ERR_COUNT", `the parts of ${communicator.size} ranks have ${total} items, the contribution has ${from.count}`);
  const mine = elements(from), partial = like(mine, mine.length), whole = like(mine, mine.length), unit = mine.length / Math.max(1, from.count), place = results({ ...into, count: counts[communicator.rank]! });
  communicator.reduce(mine, partial, reducerOf(op, from.datatype, baseOf(from)), 0);
  if (communicator.rank === 0) between(state, [[0, partial]], [[0, whole]]);
  let at = 0;
  communicator.scatterv(communicator.rank === 0 ? counts.map(count => whole.subarray(at, (at += count * unit))) : undefined, place.into, 0);
  place.finish();
}

const upper: { readonly [name: string]: (state: CommState, args: readonly unknown[]) => void } = {
  Barrier: barrier,
  Bcast(state, args) {
    const [buf, root = 0] = named(args, ["buf", "root"], 1) as [BufferSpec, number?], side = rootedSide(state, root), r = region(buf);
    if (side === "root") between(state, [[0, outgoing(r)]], []);
    if (side !== "other") return;
    const landing = incoming(r);
    if (state.communicator.rank === 0) between(state, [], [[root, landing.into]]);
    state.communicator.bcast(landing.into, 0);
    landing.finish(bytesIn(r));
  },
  Gather: gathering(equalParts),
  Gatherv: gathering(vectorParts),
  Scatter: scattering(equalParts),
  Scatterv: scattering(vectorParts),
  Allgather: allgathering(equalParts),
  Allgatherv: allgathering(vectorParts),
  Alltoall: alltoalling(equalParts),
  Alltoallv: alltoalling(vectorParts),
  Alltoallw: alltoalling((spec, count) => wideParts(spec as WSpec, count)),
  Reduce_scatter(state, args) {
    const [sendbuf, recvbuf, recvcounts, op = SUM] = named(args, ["sendbuf", "recvbuf", "recvcounts", "op"]) as [BufferSpec, BufferSpec, (readonly number[])?, Op?];
    reduceScatter(state, sendbuf, recvbuf, recvcounts, op);
  },
  Reduce_scatter_block(state, args) {
    const [sendbuf, recvbuf, op = SUM] = named(args, ["sendbuf", "recvbuf", "op"]) as [BufferSpec, BufferSpec, Op?];
    reduceScatter(state, sendbuf, recvbuf, undefined, op);
  },
  Allreduce(state, args) {
    const [sendbuf, recvbuf, op = SUM] = named(args, ["sendbuf", "recvbuf", "op"]) as [BufferSpec, BufferSpec, Op?], r = region(sendbuf), place = results(region(recvbuf)), { communicator } = state;
    const mine = elements(r), partial = like(mine, mine.length);
    communicator.reduce(mine, partial, reducerOf(op, r.datatype, baseOf(r)), 0);
    if (communicator.rank === 0) between(state, [[0, partial]], [[0, place.into]]);
    communicator.bcast(place.into, 0);
    place.finish();
  },
  Reduce(state, args) {
    const [sendbuf, recvbuf, op = SUM, root = 0] = named(args, ["sendbuf", "recvbuf", "op", "root"]) as [BufferSpec, BufferSpec, Op?, number?], side = rootedSide(state, root);
    if (side === "root") {
      const place = results(region(recvbuf));
      between(state, [], [[0, place.into]]);
      place.finish();
    } else if (side === "other") {
      const r = region(sendbuf), mine = elements(r), partial = like(mine, mine.length);
      state.communicator.reduce(mine, partial, reducerOf(op, r.datatype, baseOf(r)), 0);
      if (state.communicator.rank === 0) between(state, [[root, partial]], []);
    }
  },
};

export function interPlan(state: CommState, name: string, args: readonly unknown[]): void {
  const run = upper[name];
  if (!run) throw new Exception("ERR_COMM", forbidden(name));
  run(state, args);
}

/** MPI has no scans between groups (MPI 4.1, section 6.11). */
const forbidden = (name: string): string => `an inter-communicator has no ${name}; Merge makes a communicator of both groups, which has`;

const lower: { readonly [name: string]: (state: CommState, args: readonly unknown[]) => unknown } = {
  barrier,
  bcast(state, args) {
    const [obj, root = 0] = named(args, ["obj", "root"], 1) as [unknown, number?], side = rootedSide(state, root), { communicator } = state;
    if (side === "root") between(state, [[0, encode(obj)]], []);
    if (side !== "other") return side === "root" ? obj : null;
    const bytes = communicator.rank === 0 ? between(state, [], [[root, undefined]])[0]!.bytes! : undefined;
    return decode(communicator.collect(bytes, 0, true)[0]!);
  },
  gather(state, args) {
    const [obj, root = 0] = named(args, ["sendobj", "root"], 1) as [unknown, number?], side = rootedSide(state, root);
    if (side === "other") between(state, [[root, encode(obj)]], []);
    return side === "root" ? between(state, [], state.peers.map((_, from) => [from, undefined] as const)).map(t => decode(t.bytes!)) : null;
  },
  allgather: (state, args) => (decode(swapLeaders(state, encode(state.communicator.collect(encode(args[0]), undefined, true)))) as Uint8Array[]).map(decode),
  alltoall(state, args) {
    const list = args[0] as readonly unknown[];
    if (!Array.isArray(list) || list.length !== state.peers.length) throw new Exception("ERR_COUNT", `the list must have one element a rank of the other group: ${state.peers.length}`);
    return between(state, list.map((value, to) => [to, encode(value)] as const), state.peers.map((_, from) => [from, undefined] as const)).map(t => decode(t.bytes!));
  },
  scatter(state, args) {
    const [list, root = 0] = named(args, ["sendobj", "root"], 1) as [readonly unknown[], number?], side = rootedSide(state, root), count = state.peers.length;
    if (side === "root") {
      if (!Array.isArray(list) || list.length !== count) throw new Exception("ERR_COUNT", `the root's list must have one element a rank of the other group: ${count}`);
      between(state, list.map((value, to) => [to, encode(value)] as const), []);
    }
    return side === "other" ? decode(between(state, [], [[root, undefined]])[0]!.bytes!) : null;
  },
  reduce(state, args) {
    const [obj, op = SUM, root = 0] = named(args, ["sendobj", "op", "root"], 1) as [unknown, ObjectOp?, number?], side = rootedSide(state, root), { communicator } = state;
    if (side === "other") {
      const all = communicator.collect(encode(obj), undefined, communicator.rank === 0).map(decode);
      if (communicator.rank === 0) between(state, [[root, encode(all.reduce(combineValues(op)))]], []);
    }
    return side === "root" ? decode(between(state, [], [[0, undefined]])[0]!.bytes!) : null;
  },
  allreduce(state, args) {
    const [obj, op = SUM] = named(args, ["sendobj", "op"], 1) as [unknown, ObjectOp?];
    const theirs = (decode(swapLeaders(state, encode(state.communicator.collect(encode(obj), undefined, true)))) as Uint8Array[]).map(decode);
    return theirs.reduce(combineValues(op));
  },
};

export function interObjects(state: CommState, name: string, args: readonly unknown[]): unknown {
  const run = lower[name];
  if (!run) throw new Exception("ERR_COMM", forbidden(name));
  return run(state, args);
}
