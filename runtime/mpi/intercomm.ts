// Inter-communicators: two groups, of which each sends to the other. Leaders exchange their groups over a communicator that both are in; then each side knows all.
import { allreduceRecursiveDoubling } from "../collectives/allreduce/recursiveDoubling.ts";
import { type Party, runSteps } from "../collectives/party.ts";
import { contextsEach } from "../communicator/create.ts";
import { openAmong } from "../communicator/derive.ts";
import { none } from "../communicator/calls.ts";
import { decode, encode } from "./codec.ts";
import { Intercomm, Intracomm, stateOf } from "./comm.ts";
import { Group } from "./group.ts";
import { opened } from "./management.ts";
import { await_, settleReceive, startReceive, startSend } from "./messages.ts";
import { valueType } from "./messageType.ts";
import { MAX, reducerOf } from "./op.ts";
import { predefined } from "./datatype.ts";
import { bases } from "../datatypes/bases.ts";
import { note } from "./plans.ts";

export interface IntracommInterCalls {
  /** Collective over both groups: the leaders talk over `peer_comm`, where the other leader has rank `remote_leader`. */
  Create_intercomm(local_leader: number, peer_comm: Intracomm, remote_leader: number, tag?: number): Intercomm;
}

export interface IntercommCalls {
  Get_remote_group(): Group;
  Get_remote_size(): number;
  /** Both groups in one communicator, the group that says `high` after the other. */
  Merge(high?: boolean): Intracomm;
}

const max = () => reducerOf(MAX, predefined.DOUBLE, bases.DOUBLE);

/** A value from the other leader, over a communicator's messages. */
function swap(comm: Intracomm | Intercomm, other: number, tag: number, value: unknown): unknown {
  const state = comm.$, received = startReceive(state, undefined, other, tag, valueType)!, sent = startSend(state, encode(value), other, tag, "standard", valueType)!;
  await_(state, received);
  await_(state, sent);
  settleReceive(state, received, null);
  return decode(received.bytes!);
}

export const intracommInterCalls: IntracommInterCalls & ThisType<Intracomm> = {
  Create_intercomm(localLeader, peerComm, remoteLeader, tag = 0) {
    const state = this.$, { communicator } = state, { around, rank, members } = communicator;
    note(none, "", undefined, false);
    const next = Float64Array.of(around.nextContext);
    communicator.allreduce(next, next, max());
    const theirs = rank === localLeader ? swap(peerComm, remoteLeader, tag, [next[0], ...members]) : undefined;
    const [found] = communicator.collect(rank === localLeader ? encode(theirs) : undefined, localLeader, true);
    const [theirNext, ...remote] = decode(found!) as number[];
    const context = Math.max(next[0]!, theirNext!);
    // One context for messages between the groups, one for what the local group does among itself.
    around.nextContext = context + 2 * contextsEach;
    const party: Party = { rank, size: communicator.size, members, context: communicator.context + 1, tag: 2, transport: state.transport };
    const local = openAmong(around, party, context + contextsEach, `${state.name}.Create_intercomm`);
    return opened(new Intercomm({ ...stateOf(local, undefined, remote), context }), "Create_intercomm");
  },
};

export const intercommCalls: IntercommCalls & ThisType<Intercomm> = {
  Get_remote_group() { return new Group(this.$.peers); },
  Get_remote_size() { return this.$.peers.length; },
  Merge(high = false) {
    const state = this.$, { communicator } = state, { around, rank, members } = communicator;
    const theirs = rank === 0 ? swap(this, 0, 0x7ffffff0, high) : undefined;
    const [found] = communicator.collect(rank === 0 ? encode(theirs) : undefined, 0, true), other = decode(found!) as boolean;
    // Where both say the same, the group with the lower first rank comes first.
    const first = high === other ? members[0]! < state.peers[0]! : !high, both = first ? [...members, ...state.peers] : [...state.peers, ...members];
    const party: Party = { rank: both.indexOf(state.transport.rank), size: both.length, members: both, context: state.context + 3, tag: 3, transport: state.transport };
    const next = Float64Array.of(around.nextContext);
    runSteps(allreduceRecursiveDoubling(party, next, next, max()), state.transport);
    around.nextContext = next[0]! + contextsEach;
    return opened(new Intracomm(stateOf(openAmong(around, party, next[0]!, `${state.name}.Merge`))), "Merge");
  },
};
