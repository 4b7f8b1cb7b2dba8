// Lower-case collectives on inter-communicators: any value, from one group to the other.
import { runSteps } from "../collectives/party.ts";
import { none } from "../communicator/calls.ts";
import type { Transfer, View } from "../transport/transport.ts";
import { named } from "./args.ts";
import { decode, encode } from "./codec.ts";
import type { CommState } from "./comm.ts";
import { Exception } from "./exception.ts";
import { between, forbidden, rootedSide, runBetween } from "./interPlans.ts";
import { combineValues, type ObjectOp, SUM } from "./op.ts";
import { note, partyOf } from "./plans.ts";

type Ranks = readonly number[];
/** One call's messages between the groups. */
type Exchange = (sends: readonly (readonly [to: number, bytes: View])[], from: Ranks) => Uint8Array[];

function exchanging(state: CommState): Exchange {
  const party = partyOf(state, 1);
  return (sends, from) => runSteps(between(party, state.peers, sends, from.map(rank => [rank, undefined] as const)), state.transport).map((t: Transfer) => t.bytes!);
}

/** Everybody's value of the other group, by rank: the first ranks swap what their groups have. */
function theirs(state: CommState, exchange: Exchange, mine: unknown): unknown[] {
  const { communicator } = state, all = communicator.collect(encode(mine), undefined, communicator.rank === 0);
  const swapped = communicator.rank === 0 ? exchange([[0, encode(all)]], [0])[0]! : undefined;
  return (decode(communicator.collect(swapped, 0, true)[0]!) as Uint8Array[]).map(decode);
}

function listFor(state: CommState, list: unknown, whose: string): [to: number, bytes: Uint8Array][] {
  const count = state.peers.length;
  if (!Array.isArray(list) || list.length !== count) throw new Exception("ERR_COUNT", `${whose} list must have one element a rank of the other group: ${count}`);
  return list.map((value, to) => [to, encode(value)]);
}

const everyPeer = (state: CommState): number[] => state.peers.map((_, from) => from);

const calls: { readonly [name: string]: (state: CommState, args: readonly unknown[], exchange: Exchange) => unknown } = {
  bcast(state, args, exchange) {
    const [obj, root = 0] = named(args, ["obj", "root"], 1) as [unknown, number?], side = rootedSide(state, root), { communicator } = state;
    if (side === "root") exchange([[0, encode(obj)]], []);
    if (side !== "other") return side === "root" ? obj : null;
    const bytes = communicator.rank === 0 ? exchange([], [root])[0]! : undefined;
    return decode(communicator.collect(bytes, 0, true)[0]!);
  },
  gather(state, args, exchange) {
    const [obj, root = 0] = named(args, ["sendobj", "root"], 1) as [unknown, number?], side = rootedSide(state, root);
    if (side === "other") exchange([[root, encode(obj)]], []);
    return side === "root" ? exchange([], everyPeer(state)).map(decode) : null;
  },
  allgather: (state, args, exchange) => theirs(state, exchange, args[0]),
  alltoall: (state, args, exchange) => exchange(listFor(state, args[0], "the"), everyPeer(state)).map(decode),
  scatter(state, args, exchange) {
    const [list, root = 0] = named(args, ["sendobj", "root"], 1) as [unknown, number?], side = rootedSide(state, root);
    if (side === "root") exchange(listFor(state, list, "the root's"), []);
    return side === "other" ? decode(exchange([], [root])[0]!) : null;
  },
  reduce(state, args, exchange) {
    const [obj, op = SUM, root = 0] = named(args, ["sendobj", "op", "root"], 1) as [unknown, ObjectOp?, number?], side = rootedSide(state, root), { communicator } = state;
    if (side === "other") {
      const all = communicator.collect(encode(obj), undefined, communicator.rank === 0).map(decode);
      if (communicator.rank === 0) exchange([[root, encode(all.reduce(combineValues(op)))]], []);
    }
    return side === "root" ? decode(exchange([], [0])[0]!) : null;
  },
  allreduce(state, args, exchange) {
    const [obj, op = SUM] = named(args, ["sendobj", "op"], 1) as [unknown, ObjectOp?];
    return theirs(state, exchange, obj).reduce(combineValues(op));
  },
};

export function interObjects(state: CommState, name: string, args: readonly unknown[]): unknown {
  if (name === "barrier") return runBetween(state, "Barrier", args);
  const run = calls[name];
  if (!run) throw new Exception("ERR_COMM", forbidden(name));
  note(none, "", undefined, false);
  return run(state, args, exchanging(state));
}
