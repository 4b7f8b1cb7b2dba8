// Collectives on inter-communicators (MPI 4.1, section 6.2.2): data goes from one group to the other. The root's group says ROOT at the root and PROC_NULL elsewhere; the other
// group names the root's rank. Each is: something within a group, messages between the first ranks (or between all, for alltoall), something within a group.
import { runSteps, type Steps } from "../collectives/party.ts";
import type { Transfer, View } from "../transport/transport.ts";
import { named } from "./args.ts";
import { type BufferSpec, baseOf, blocksOf, bytesIn, elements, incoming, incomingAll, outgoing, region, results } from "./buffers.ts";
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
  Gather(state, args) {
    const [sendbuf, recvbuf, root = 0] = named(args, ["sendbuf", "recvbuf", "root"]) as [BufferSpec, BufferSpec, number?], side = rootedSide(state, root), count = state.peers.length;
    if (side === "root") {
      const places = blocksOf(region(recvbuf, count), count), all = incomingAll(places);
      between(state, [], all.into.map((into, from) => [from, into] as const));
      all.finish();
    } else if (side === "other") between(state, [[root, outgoing(region(sendbuf))]], []);
  },
  Scatter(state, args) {
    const [sendbuf, recvbuf, root = 0] = named(args, ["sendbuf", "recvbuf", "root"]) as [BufferSpec, BufferSpec, number?], side = rootedSide(state, root), count = state.peers.length;
    if (side === "root") between(state, blocksOf(region(sendbuf, count), count).map((part, to) => [to, outgoing(part)] as const), []);
    if (side !== "other") return;
    const r = region(recvbuf), landing = incoming(r);
    between(state, [], [[root, landing.into]]);
    landing.finish(bytesIn(r));
  },
  Allgather(state, args) {
    const [sendbuf, recvbuf] = named(args, ["sendbuf", "recvbuf"]) as [BufferSpec, BufferSpec], count = state.peers.length, send = outgoing(region(sendbuf)), all = incomingAll(blocksOf(region(recvbuf, count), count));
    between(state, all.into.map((_, to) => [to, send] as const), all.into.map((into, from) => [from, into] as const));
    all.finish();
  },
  Alltoall(state, args) {
    const [sendbuf, recvbuf] = named(args, ["sendbuf", "recvbuf"]) as [BufferSpec, BufferSpec], count = state.peers.length, all = incomingAll(blocksOf(region(recvbuf, count), count));
    between(state, blocksOf(region(sendbuf, count), count).map((part, to) => [to, outgoing(part)] as const), all.into.map((into, from) => [from, into] as const));
    all.finish();
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
  if (!run) throw new Exception("ERR_COMM", `${name} is not available on an inter-communicator`);
  run(state, args);
}

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
  allreduce(state, args) {
    const [obj, op = SUM] = named(args, ["sendobj", "op"], 1) as [unknown, ObjectOp?];
    const theirs = (decode(swapLeaders(state, encode(state.communicator.collect(encode(obj), undefined, true)))) as Uint8Array[]).map(decode);
    return theirs.reduce(combineValues(op));
  },
};

export function interObjects(state: CommState, name: string, args: readonly unknown[]): unknown {
  return lower[name]!(state, args);
}
