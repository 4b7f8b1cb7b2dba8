// What carries messages between ranks. A transport posts and matches point-to-point messages, lets ranks see each other's memory where it can, and waits.
// Everything above it (communicators, collectives, `spmd/mpi`) is written against this file alone; ranks here are always ranks of the whole job.
//
// Invariants every transport keeps:
//   - messages of one sender with one context arrive in the order they were sent (a receive matches the earliest that fits: non-overtaking);
//   - a rank that waits also moves its other transfers on, so that pending sends and receives complete whatever call it is in;
//   - when one rank fails, every wait on every rank ends with `JobEnded`;
//   - a rank that waits for what cannot happen any more (a cycle, an ended rank) ends the job with a report instead of hanging.
import type { Site } from "../abi.ts";

export const anySource = -1;
export const anyTag = -1;

/** Any view of memory whose bytes are to be sent or received. */
export type View = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array | BigInt64Array | BigUint64Array | Uint8ClampedArray | DataView;

/** The bytes of any view, without a copy. */
export function bytesOf(view: View): Uint8Array {
  return view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** A view whose elements are numbers. */
export type Numbers = Exclude<View, DataView>;

/**
 * A send or a receive under way. `done` turns true at the earliest when a wait, a test or another call makes progress. Of a receive, `source`, `tag` and
 * `byteLength` then describe the message: where it is longer than the buffer, `byteLength` is the message's length and `truncated` is true.
 */
export interface Transfer {
  readonly kind: "send" | "receive";
  readonly context: number;
  /** The rank at the other side; of a receive `anySource` until matched. */
  peer: number;
  tag: number;
  byteLength: number;
  /** What the message is made of, of a receive what it wants; numbers of the layer above, of which the transport knows nothing. */
  readonly type: number;
  /** Of a receive: the type that came. */
  arrived: number;
  done: boolean;
  cancelled: boolean;
  truncated: boolean;
  /** What arrived where no buffer was given: memory allocated for the message. With a buffer it may be absent. */
  bytes: Uint8Array | undefined;
}

/** A message that has arrived and is not received yet (a probe's answer). A matched one can only be received through `receiveMatched`. */
export interface Arrival {
  readonly source: number;
  readonly tag: number;
  readonly byteLength: number;
}

/** For whom a blocked rank waits: one of them is enough (`any`), or every one has to act (`all`). */
export interface WaitSet {
  readonly mode: "any" | "all";
  readonly ranks: readonly number[];
}

/** What a rank is doing, in the words of its user: shown in every report. */
export interface CallDescription {
  /** "Allreduce", "recv". */
  readonly call: string;
  readonly communicator: string;
  /** Which collective of that communicator it is, from 0; absent for point to point. */
  readonly sequence?: number;
  /** What must agree between ranks, and what helps to find the place: root, op, dtype, count, source, tag. */
  readonly details: { readonly [name: string]: string | number };
  readonly site: Site;
  /** What else may explain a wait: messages that are there and nobody has asked for. */
  readonly note?: string;
}

/** Bytes shared by the members of a communicator, and the place where they meet. Absent where ranks do not share memory. */
export interface Board {
  readonly rank: number;
  readonly size: number;
  /** Bytes a member may write for one step. */
  readonly segmentBytes: number;
  /** Views of the whole board, for reading and writing without allocating any. */
  readonly u8: Uint8Array;
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  /** The whole board as elements of the type of `like`. */
  numbers<T extends Numbers>(like: T): T;
  /** Where (in bytes) the segment of `member` for the step now being written starts; the step's `meet` flips it. Segments are 64-byte aligned. */
  segment(member: number): number;
  /** Where the segment of the step that the last `meet` closed starts. */
  read(member: number): number;
  /** The same for a few bytes that travel with the meeting itself: quicker than a segment, and as long-lived. 8-byte aligned. */
  readonly inlineBytes: number;
  inlineSegment(member: number): number;
  inlineRead(member: number): number;
  /**
   * Waits until every member has come here. What members wrote before is seen after; the segments written for this step stay as they are until
   * the second meeting from here begins. `signature` must agree between the members (0: not compared).
   */
  meet(signature: number): void;
  /** Memory of `member` that it named by `locate`: read without a copy. */
  view(member: number, place: number, offset: number, bytes: number): Uint8Array;
  close(): void;
}

/** Memory of each member of a group that the others read and write through the transport, where they do not see it in place. What is done is complete when the call returns. */
export interface RemoteWindow {
  /** This rank's part. */
  readonly own: Uint8Array;
  /** A member's part in place, where this rank sees it. */
  seen(member: number): Uint8Array | undefined;
  read(member: number, offset: number, into: Uint8Array): void;
  write(member: number, offset: number, from: Uint8Array): void;
  /** Combines `values` into the member's part, each element atomically; `before` gets what was there. False: it cannot do this operation on these elements. */
  accumulate(member: number, offset: number, values: Numbers, op: string, before: Numbers | undefined): boolean;
  /** Puts `value` where `expected` is; `before` gets what was there. False: not for so many bytes. */
  compareAndSwap(member: number, offset: number, value: Uint8Array, expected: Uint8Array, before: Uint8Array): boolean;
  /** One writer or several readers at a time; a lock is 64 zero bytes of a member's memory, at this offset. Before each part of memory there is room for two, from -128 on. */
  lock(member: number, offset: number, shared: boolean): void;
  unlock(member: number, offset: number, shared: boolean): void;
  /** What others have written is seen here, and what was written here by them. */
  sync(): void;
  close(): void;
}

/**
 * Collectives of a transport's own, for a group of ranks. They wait where nothing else moves on and look at nothing: a member calls one only once it knows that all members are in
 * the same call, with the same lengths (collectives/agreement.ts). Roots are members; parts lie one after the other, by member, all of one length.
 */
export interface NativeCollectives {
  bcast(buffer: View, root: number): void;
  gather(mine: View, into: View | undefined, root: number): void;
  allgather(mine: View, into: View): void;
  scatter(all: View | undefined, into: View, root: number): void;
  alltoall(to: View, from: View): void;
  /** Whether the operation of that name gives the bits of `combine` on elements like these, tried here: others may find otherwise. */
  agrees(op: NativeOp, like: Numbers, combine: (target: Numbers, t: number, source: Numbers, s: number, count: number) => void): boolean;
  /** `into` may be `mine`. On integers: no order of combination shows. */
  reduce(mine: Numbers, into: Numbers | undefined, op: NativeOp, root: number): void;
  allreduce(mine: Numbers, into: Numbers, op: NativeOp): void;
  /** Exclusive: the first member's `into` stays as it is. */
  scan(mine: Numbers, into: Numbers, op: NativeOp, exclusive: boolean): void;
}

/** By MPI's names. */
export type NativeOp = "SUM" | "PROD" | "MAX" | "MIN" | "LAND" | "LOR" | "LXOR" | "BAND" | "BOR" | "BXOR";

export interface Transport {
  readonly kind: string;
  readonly rank: number;
  readonly size: number;

  /** `synchronous`: done no sooner than the receive has begun. The buffer must stay as it is until done. */
  send(context: number, dest: number, tag: number, buffer: View, synchronous: boolean, type?: number): Transfer;
  /** `into` undefined: memory for the message is allocated when it comes. */
  receive(context: number, source: number, tag: number, into: View | undefined, type?: number): Transfer;
  /**
   * Short cuts for a few bytes of a blocking call, where the transport has them. `sendFew`: true if the message is out already. `receiveFew`: the receive, done, if the message
   * is the next one from `source`, fits exactly and comes soon; valid until the next call. Otherwise nothing has happened, and the call goes the long way.
   */
  sendFew?: ((context: number, dest: number, tag: number, buffer: View, type: number) => boolean) | undefined;
  receiveFew?: ((context: number, source: number, tag: number, into: View, type: number) => Transfer | undefined) | undefined;
  /** The earliest message that a receive would match now; `take` removes it from matching. */
  probe(context: number, source: number, tag: number, take: boolean): Arrival | undefined;
  receiveMatched(arrival: Arrival, into: View | undefined, type?: number): Transfer;
  /** True if the transfer will never happen now; it is then done and `cancelled`. */
  cancel(transfer: Transfer): boolean;

  /** Moves everything that can move, without waiting. */
  progress(): void;
  /** Waits until `ready`. `waitsFor` is asked only once the wait is long. */
  wait(ready: () => boolean, waitsFor: () => WaitSet): void;
  complete(transfer: Transfer): void;
  /** Called on every progress until it answers true: how collectives that do not block move on. */
  background(step: () => boolean): void;

  /** How the layer above describes what this rank is doing; asked when the rank has been waiting for long or a report is made. */
  describe: () => CallDescription;

  /** Memory of this rank that others may read and write: an offset into `heap(rank)`. */
  allocate(bytes: number): number;
  free(offset: number): void;
  /** The shared memory of a rank, as it is now (it grows: take views anew after messages that name new places). Absent where ranks share none. */
  heap(rank: number): SharedArrayBuffer;
  /** Whether others can read this buffer in place; names it for them. */
  locate(buffer: View): { readonly place: number; readonly offset: number } | undefined;
  /** The memory that a rank's arrays live in. */
  memory(rank: number): WebAssembly.Memory;
  /** A board for these ranks of the job. `key` comes from `allocateBoard` on the first of them; 0 is the board of all ranks. */
  allocateBoard(members: readonly number[]): number;
  openBoard(members: readonly number[], key: number): Board | undefined;

  /** The host that a rank runs on, as a number. */
  host(rank: number): number;
  /** Collective over the members. `bytes`: of new memory, or "heap": the members' heaps, offsets being places in them. `shared`: they shall see each other's parts in place, which needs one host. Absent where `heap` shows all memory. */
  openWindow?(members: readonly number[], bytes: number | "heap", shared: boolean): RemoteWindow;

  /** Absent where messages and boards are all there is. Asking communicates nothing. */
  native?(members: readonly number[]): NativeCollectives;

  /** One writer or several readers at a time. `offset`: 64 bytes, zero at first, in the heap of `owner`; `members`: the ranks that use the lock. */
  lock(owner: number, offset: number, shared: boolean, members: readonly number[]): void;
  unlock(owner: number, offset: number, shared: boolean, members: readonly number[]): void;

  /** Ends the job with a report of what these ranks are calling: they do not call the same collective. */
  mismatch(members: readonly number[]): never;
  /** Wakes a rank that waits for something in shared memory which this rank just changed. */
  wake(rank: number): void;
  /** Ends the job: every rank's next or current call throws `JobEnded`. Never returns. `status`: the exit status that the job should have. */
  abort(reason: EndReason, report: string, status?: number): never;
  /** This rank will not communicate any more. */
  finish(): void;
}

export type EndReason = "failed" | "mismatch" | "deadlock" | "aborted" | "stopped";

/** Thrown out of every call once the job has ended: by another rank's failure, by a report of the checks, or by `Abort`. */
export class JobEnded extends Error {
  override readonly name = "JobEnded";
  constructor(
    readonly reason: EndReason,
    /** The rank at which it began. */
    readonly origin: number,
    /** What to show to the user, once for the whole job. */
    readonly report: string,
    /** The exit status that was asked for. */
    readonly status = 1,
  ) {
    super(report);
  }
}
