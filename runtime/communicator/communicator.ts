// A communicator: a group of ranks with a context of its own, so that its messages never meet those of another. This is the layer that the array runtime
// (reshard, halo, combine) and `spmd/mpi` both stand on. Buffers are typed-array views; sizes are bytes; nothing is converted.
//
// Calls block. All collectives must be called by all members in the same order; before a member waits it publishes what it is calling, and a call
// that does not fit the others' ends the job with a report of who is where.
import type { Site } from "../abi.ts";
import type { Reducer } from "../collectives/reducer.ts";
import type { Surroundings } from "./create.ts";
import type { Board, Numbers, Transfer, Transport, View } from "../transport/transport.ts";

export type { Reducer };
export type { Numbers, View };

export interface Received {
  readonly source: number;
  readonly tag: number;
  readonly bytes: Uint8Array;
}

export interface Communicator {
  readonly rank: number;
  readonly size: number;
  readonly name: string;
  /** Rank of the job for each member. */
  readonly members: readonly number[];
  readonly context: number;
  readonly transport: Transport;
  readonly around: Surroundings;
  readonly board: Board | undefined;

  barrier(site?: Site): void;
  /** `root`'s bytes to everybody, in place. All views have the same length. */
  bcast(buffer: View, root: number, site?: Site): void;
  /** Parts of the same length, one after the other in `into`, by rank. `into` matters at the root only. */
  gather(mine: View, into: View | undefined, root: number, site?: Site): void;
  /** Parts of any length; `into` (at the root) has one view a rank. `equal`, here and below: all ranks know that all parts have one length. */
  gatherv(mine: View, into: readonly View[] | undefined, root: number, site?: Site, equal?: boolean): void;
  allgather(mine: View, into: View, site?: Site): void;
  /** `into[r]` is as long as rank r's `mine`. */
  allgatherv(mine: View, into: readonly View[], site?: Site, equal?: boolean): void;
  scatter(parts: View | undefined, into: View, root: number, site?: Site): void;
  scatterv(parts: readonly View[] | undefined, into: View, root: number, site?: Site, equal?: boolean): void;
  /** `to[r]` goes to rank r; `from[r]` is filled by rank r and as long as its `to[this rank]`. */
  alltoallv(to: readonly View[], from: readonly View[], site?: Site, equal?: boolean): void;
  /** `into` matters at the root only, and may be `mine`. Combined in rank order. */
  reduce<T extends Numbers>(mine: T, into: T | undefined, reducer: Reducer, root: number, site?: Site): void;
  allreduce<T extends Numbers>(mine: T, into: T, reducer: Reducer, site?: Site): void;
  /** Each rank gets the combination of ranks 0 to itself; exclusive: to the one before, and rank 0's `into` is left as it is. */
  scan<T extends Numbers>(mine: T, into: T, reducer: Reducer, exclusive: boolean, site?: Site): void;

  /**
   * Bytes whose lengths only their owners know: those of `root`, or of every rank if it is undefined. Empty lists where they are not `wanted`.
   */
  collect(mine: Uint8Array | undefined, root: number | undefined, wanted: boolean, site?: Site): Uint8Array[];

  send(buffer: View, dest: number, tag: number, site?: Site): void;
  /** Fills `into`, or memory of its own. Throws if the message is longer. */
  recv(into: View | undefined, source: number, tag: number, site?: Site): Received;
  sendrecv(buffer: View, dest: number, into: View | undefined, source: number, tag: number, site?: Site): Received;
  isend(buffer: View, dest: number, tag: number): Transfer;
  irecv(into: View | undefined, source: number, tag: number): Transfer;
  wait(transfer: Transfer, site?: Site): void;

  /** The memory that the arrays of a member live in (the same object as the member has). Views of it are taken anew after it grows. */
  memory(member: number): WebAssembly.Memory;
}
