// The communicator classes that users hold. A class here is a name and a state; its calls are in files by kind, installed in install.ts. Classes follow
// mpi4py: Comm, Intracomm, Topocomm with its three kinds, Intercomm.
import type { Communicator } from "../communicator/communicator.ts";
import type { Transport } from "../transport/transport.ts";
import { type AttributeCalls, Create_keyval, Free_keyval } from "./attributes.ts";
import type { CollectiveCalls } from "./collectives.ts";
import { PROC_NULL } from "./constants.ts";
import { Exception } from "./exception.ts";
import type { IntercommCalls, IntracommInterCalls } from "./intercomm.ts";
import type { CommunicatorCalls } from "./management.ts";
import type { NeighbourCalls } from "./neighbours.ts";
import type { NonblockingCalls } from "./nonblocking.ts";
import type { ObjectCalls } from "./objects.ts";
import type { ObjectCollectiveCalls } from "./objectCollectives.ts";
import type { PersistentCalls } from "./persistent.ts";
import type { PointToPointCalls } from "./pointToPoint.ts";
import type { CartCalls, DistGraphCalls, GraphCalls, Topology, TopologyMakers } from "./topology.ts";

export interface CommState {
  readonly communicator: Communicator;
  readonly context: number;
  readonly transport: Transport;
  /** Ranks of the job that messages go to: the members, or the other group of an inter-communicator. */
  readonly peers: readonly number[];
  readonly topology: Topology | undefined;
  readonly attributes: Map<number, unknown>;
  name: string;
  /** Collectives that do not block, so far: each travels under a tag of its own. */
  started: number;
  fatal: boolean;
}

export class Comm {
  #state: CommState | (() => CommState) | undefined;

  constructor(state: CommState | (() => CommState) | undefined) {
    this.#state = state;
  }

  /** For the calls; throws if the communicator is null or has been freed. */
  get $(): CommState {
    const state = this.#state;
    if (state === undefined) throw new Exception("ERR_COMM", "the communicator is COMM_NULL or has been freed");
    return typeof state === "function" ? (this.#state = state()) : state;
  }
  get $name(): string { return this.#state === undefined ? "COMM_NULL" : this.$.name; }
  get $fatal(): boolean { return this.#state !== undefined && this.$.fatal; }
  get $isNull(): boolean { return this.#state === undefined; }
  $forget(): void { this.#state = undefined; }

  static Create_keyval = Create_keyval;
  static Free_keyval = Free_keyval;
  static Compare(a: Comm, b: Comm): number { return a.Compare(b); }

  get rank(): number { return this.$.communicator.rank; }
  get size(): number { return this.$.communicator.size; }
  get name(): string { return this.$name; }
  get is_inter(): boolean { return false; }
  get is_intra(): boolean { return !this.is_inter; }
}

export class Intracomm extends Comm {}
export class Topocomm extends Intracomm {}
export class Cartcomm extends Topocomm {}
export class Graphcomm extends Topocomm {}
export class Distgraphcomm extends Topocomm {}
export class Intercomm extends Comm {
  override get is_inter(): boolean { return true; }
  get remote_size(): number { return this.$.peers.length; }
}

export interface Comm extends PointToPointCalls, ObjectCalls, PersistentCalls, CollectiveCalls, ObjectCollectiveCalls, NonblockingCalls, CommunicatorCalls, AttributeCalls {}
export interface Intracomm extends TopologyMakers, IntracommInterCalls {}
export interface Topocomm extends NeighbourCalls {}
export interface Cartcomm extends CartCalls {}
export interface Graphcomm extends GraphCalls {}
export interface Distgraphcomm extends DistGraphCalls {}
export interface Intercomm extends IntercommCalls {}

export function stateOf(communicator: Communicator, topology?: Topology, peers: readonly number[] = communicator.members): CommState {
  return {
    communicator, context: communicator.context, transport: communicator.transport, peers, topology, attributes: new Map(), name: communicator.name, started: 0, fatal: false,
  };
}

/** Rank of the job that `rank` means as a destination or a source; undefined for PROC_NULL. */
export function peer(state: CommState, rank: number, what: string): number | undefined {
  const found = state.peers[rank];
  if (found !== undefined) return found;
  if (rank === PROC_NULL) return undefined;
  throw new Exception("ERR_RANK", `${what} is ${rank}, but ${state.name} has ranks 0 to ${state.peers.length - 1}`);
}

/** Rank in the communicator of a rank of the job. */
export function rankOf(state: CommState, jobRank: number): number {
  return state.peers[jobRank] === jobRank ? jobRank : state.peers.indexOf(jobRank);
}

export function checkRoot(state: CommState, root: number): void {
  if (!Number.isInteger(root) || root < 0 || root >= state.communicator.size)
    throw new Exception("ERR_ROOT", `root is ${root}, but ${state.name} has ranks 0 to ${state.communicator.size - 1}`);
}
