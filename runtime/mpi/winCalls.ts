// The calls on windows: data movement by the origin alone, and the three ways to synchronise (fence; post, start, complete, wait; locks). A movement is only allowed to a
// target for which an epoch is open.
import { reducerOf } from "./op.ts";
import { bytesOf, type Numbers, type View } from "../transport/transport.ts";
import { type BufferSpec, bytesIn, elements, incoming, outgoing, region, type Region, results } from "./buffers.ts";
import { moved, none } from "../communicator/calls.ts";
import { onlyBase, reach } from "../datatypes/layout.ts";
import { LOCK_EXCLUSIVE, LOCK_SHARED, MODE_NOSUCCEED, PROC_NULL, WIN_FLAVOR_DYNAMIC, WIN_FLAVOR_SHARED } from "./constants.ts";
import { Datatype } from "./datatype.ts";
import { Exception } from "./exception.ts";
import type { Group } from "./group.ts";
import { install } from "./hooks.ts";
import { job } from "./job.ts";
import { noteMessage } from "./messages.ts";
import { NO_OP, Op, SUM } from "./op.ts";
import { completed, type Request } from "./request.ts";
import { agree, partView, Win, type WinState } from "./win.ts";
import { accumulated, atomically, load, type Place, store } from "./winAccess.ts";
import { attach, attachedView, detach, detachAll } from "./winDynamic.ts";

/** Where in the target's window: a displacement, `[displacement, count]`, or `[displacement, count, datatype]`. By default as many items as the origin's. */
export type Target = number | readonly [displacement: number] | readonly [displacement: number, count: number] | readonly [displacement: number, count: number, datatype: Datatype] | null;

export interface WinCalls {
  Put(origin: BufferSpec, target_rank: number, target?: Target): void;
  Get(origin: BufferSpec, target_rank: number, target?: Target): void;
  /** Combines into the target, each element atomically. */
  Accumulate(origin: BufferSpec, target_rank: number, target?: Target, op?: Op): void;
  /** `result` is what the target held before. */
  Get_accumulate(origin: BufferSpec, result: BufferSpec, target_rank: number, target?: Target, op?: Op): void;
  Fetch_and_op(origin: BufferSpec, result: BufferSpec, target_rank: number, target_disp?: number, op?: Op): void;
  /** Puts `origin` where the target holds `compare`; `result` is what it held before. */
  Compare_and_swap(origin: BufferSpec, compare: BufferSpec, result: BufferSpec, target_rank: number, target_disp?: number): void;
  Rput(origin: BufferSpec, target_rank: number, target?: Target): Request;
  Rget(origin: BufferSpec, target_rank: number, target?: Target): Request;
  Raccumulate(origin: BufferSpec, target_rank: number, target?: Target, op?: Op): Request;
  Rget_accumulate(origin: BufferSpec, result: BufferSpec, target_rank: number, target?: Target, op?: Op): Request;
  Fence(assertion?: number): void;
  Start(group: Group, assertion?: number): void;
  Complete(): void;
  Post(group: Group, assertion?: number): void;
  Wait(): true;
  Test(): boolean;
  Lock(rank: number, lock_type?: number, assertion?: number): void;
  Unlock(rank: number): void;
  Lock_all(assertion?: number): void;
  Unlock_all(): void;
  Flush(rank: number): void;
  Flush_all(): void;
  Flush_local(rank: number): void;
  Flush_local_all(): void;
  Sync(): void;
  /** Of a dynamic window: makes this rank's memory a part of it. Private memory is brought together with its public copy when this rank synchronises. */
  Attach(memory: View): void;
  Detach(memory: View): void;
  Free(): void;
  Get_group(): Group;
  /** The memory of a rank's part of a shared window, and its displacement unit. */
  Shared_query(rank: number): [memory: Uint8Array, disp_unit: number];
}

const posts = 1, completes = 2;

/** The items of the target that a movement of `from` means; undefined for PROC_NULL. Checks epoch and bounds. */
function target(state: WinState, from: Region, rank: number, where: Target | undefined, kind: string): Place | undefined {
  noteMessage(rank, none, from.datatype.name, from.count);
  if (rank === PROC_NULL) return undefined;
  moved(job().calls, bytesIn(from));
  const part = state.parts[rank];
  if (!part) throw new Exception("ERR_RANK", `target_rank is ${rank}, the window has ranks 0 to ${state.parts.length - 1}`);
  const open = state.fence || state.lockAll || state.locks.has(rank) || state.started?.includes(rank);
  if (!open && job().world.around.check)
    throw new Exception("ERR_RMA_SYNC", `no epoch is open for rank ${rank}; call Fence, Start or Lock(${rank}) first`);
  const [displacement = 0, count, datatype = from.datatype] = (typeof where === "number" ? [where] : where ?? []) as [number?, number?, Datatype?];
  const items = count ?? bytesIn(from) / datatype.layout.size, start = displacement * part.dispUnit, end = start + reach(datatype.layout, items);
  const attached = state.flavor === WIN_FLAVOR_DYNAMIC ? attachedView(state, rank, start, end) : undefined;
  if (start < 0 || (!attached && end > part.bytes)) throw new Exception("ERR_RMA_RANGE", `bytes ${start} to ${end} are outside the ${part.bytes} bytes of rank ${rank}'s window`);
  if (items * datatype.layout.size !== bytesIn(from)) throw new Exception("ERR_COUNT", `the origin has ${bytesIn(from)} bytes, the target ${items * datatype.layout.size}`);
  if (state.fence) state.log?.note({ call: job().calls.call, kind, target: rank, start, end });
  return { view: state.remote ? undefined : (attached ?? partView(state, rank)), datatype, layout: datatype.layout, count: items, start };
}

/** `before` gets what was there; the rest is combined by `op`. */
function accumulate(state: WinState, origin: Region, before: Region | undefined, rank: number, where: Target | undefined, op: Op): void {
  const to = target(state, origin, rank, where, op.name);
  if (!to) return;
  const reducer = op === NO_OP ? undefined : reducerOf(op, to.datatype, onlyBase(to.layout)), add = elements(op === NO_OP && before ? before : origin);
  const finish = (held: Uint8Array): void => {
    if (!before) return;
    const landing = incoming(before);
    bytesOf(landing.into).set(held);
    landing.finish(held.length);
  };
  const held = before && new Uint8Array(bytesIn(before));
  if (accumulated(state, rank, to, add, op, held)) return held && finish(held);
  atomically(state, rank, () => {
    const there = load(state, rank, to);
    finish(there);
    if (!reducer) return;
    const values = new (add.constructor as Float64ArrayConstructor)(there.buffer, 0, there.length / add.BYTES_PER_ELEMENT) as Numbers;
    reducer.combine(values, 0, add, 0, values.length);
    store(state, rank, to, bytesOf(values));
  });
}

function put(win: Win, origin: BufferSpec, rank: number, where: Target | undefined): void {
  const from = region(origin), to = target(win.$, from, rank, where, "write");
  if (to) store(win.$, rank, to, bytesOf(outgoing(from)));
}

function get(win: Win, origin: BufferSpec, rank: number, where: Target | undefined): void {
  const into = region(origin), from = target(win.$, into, rank, where, "read");
  if (!from) return;
  const landing = incoming(into), bytes = load(win.$, rank, from);
  bytesOf(landing.into).set(bytes);
  landing.finish(bytes.length);
}

const requested = (call: string): Request => completed(call, undefined, () => undefined);

function signal(state: WinState, ranks: readonly number[], tag: number): void {
  const { transport, context, communicator } = state.comm.$;
  for (const r of ranks) transport.send(context + 3, communicator.members[r]!, tag, new Uint8Array(0), false);
}

function awaitSignals(state: WinState, ranks: readonly number[], tag: number): void {
  const { transport, context, communicator } = state.comm.$;
  for (const transfer of ranks.map(r => transport.receive(context + 3, communicator.members[r]!, tag, undefined))) transport.complete(transfer);
}

const ranksOf = (state: WinState, group: Group): number[] => group.members.map(m => state.comm.$.communicator.members.indexOf(m));

function lock(state: WinState, rank: number, shared: boolean): void {
  const { transport, communicator } = state.comm.$;
  noteMessage(rank, none, "", none);
  if (state.remote) state.remote.lock(rank, state.parts[rank]!.lock, shared);
  else transport.lock(communicator.members[rank]!, state.parts[rank]!.lock, shared, communicator.members);
}

function unlock(state: WinState, rank: number, shared: boolean): void {
  const { transport, communicator } = state.comm.$;
  if (state.remote) state.remote.unlock(rank, state.parts[rank]!.lock, shared);
  else transport.unlock(communicator.members[rank]!, state.parts[rank]!.lock, shared, communicator.members);
}

const calls: WinCalls & ThisType<Win> = {
  Put(origin, rank, where) { put(this, origin, rank, where); },
  Get(origin, rank, where) { get(this, origin, rank, where); },
  Accumulate(origin, rank, where, op = SUM) { accumulate(this.$, region(origin), undefined, rank, where, op); },
  Get_accumulate(origin, result, rank, where, op = SUM) {
    const before = region(result);
    // With NO_OP the origin does not matter: what is got tells how much is meant.
    accumulate(this.$, op === NO_OP ? before : region(origin), before, rank, where, op);
  },
  Fetch_and_op(origin, result, rank, displacement = 0, op = SUM) {
    const before = region(result);
    accumulate(this.$, op === NO_OP ? before : region(origin), before, rank, displacement, op);
  },
  Compare_and_swap(origin, compare, result, rank, displacement = 0) {
    const from = region(origin), expected = bytesOf(outgoing(region(compare))), before = results(region(result)), to = target(this.$, from, rank, displacement, "CAS");
    if (!to) return;
    const value = bytesOf(outgoing(from)), there = bytesOf(before.into);
    if (!this.$.remote?.compareAndSwap(rank, to.start, value, expected, there))
      atomically(this.$, rank, () => {
        const held = load(this.$, rank, to), same = held.every((byte, k) => byte === expected[k]);
        there.set(held);
        if (same) store(this.$, rank, to, value);
      });
    before.finish();
  },
  Rput(origin, rank, where) { put(this, origin, rank, where); return requested("Win.Rput"); },
  Rget(origin, rank, where) { get(this, origin, rank, where); return requested("Win.Rget"); },
  Raccumulate(origin, rank, where, op = SUM) { accumulate(this.$, region(origin), undefined, rank, where, op); return requested("Win.Raccumulate"); },
  Rget_accumulate(origin, result, rank, where, op = SUM) { this.Get_accumulate(origin, result, rank, where, op); return requested("Win.Rget_accumulate"); },

  Fence(assertion = 0) {
    const state = this.$;
    if (state.locks.size > 0 || state.lockAll || state.started || state.posted) throw new Exception("ERR_RMA_SYNC", "another epoch is open; end it before Fence");
    agree(state);
    // The first fence only opens an epoch; whether there was one before is the same on all ranks.
    if (state.fences++ > 0 && state.log) state.log.check(state.comm.$.communicator);
    else state.comm.$.communicator.barrier();
    agree(state);
    state.fence = (assertion & MODE_NOSUCCEED) === 0;
  },
  Start(group) {
    const state = this.$, targets = ranksOf(state, group);
    if (state.started) throw new Exception("ERR_RMA_SYNC", "Start: the epoch before has not been completed");
    state.fence = false;
    awaitSignals(state, targets, posts);
    state.started = targets;
  },
  Complete() {
    const state = this.$, { started } = state;
    if (!started) throw new Exception("ERR_RMA_SYNC", "Complete without Start");
    state.started = undefined;
    signal(state, started, completes);
  },
  Post(group) {
    const state = this.$;
    if (state.posted) throw new Exception("ERR_RMA_SYNC", "Post: the exposure before has not been waited for");
    state.fence = false;
    agree(state);
    state.posted = ranksOf(state, group);
    signal(state, state.posted, posts);
  },
  Wait() {
    const state = this.$, { posted } = state;
    if (!posted) throw new Exception("ERR_RMA_SYNC", "Wait without Post");
    awaitSignals(state, posted, completes);
    state.posted = undefined;
    agree(state);
    return true;
  },
  Test() {
    const state = this.$, { transport, context, communicator } = state.comm.$;
    if (!state.posted) throw new Exception("ERR_RMA_SYNC", "Test without Post");
    if (!state.posted.every(r => transport.probe(context + 3, communicator.members[r]!, completes, false))) return false;
    return this.Wait();
  },
  Lock(rank, type = LOCK_EXCLUSIVE) {
    const state = this.$;
    if (type !== LOCK_EXCLUSIVE && type !== LOCK_SHARED) throw new Exception("ERR_LOCKTYPE", `${type} is no lock type`);
    if (!state.parts[rank]) throw new Exception("ERR_RANK", `the window has ranks 0 to ${state.parts.length - 1}, not ${rank}`);
    if (state.locks.has(rank) || state.lockAll) throw new Exception("ERR_RMA_SYNC", `rank ${rank} is locked by this rank already`);
    state.fence = false;
    lock(state, rank, type === LOCK_SHARED);
    state.locks.set(rank, type);
    if (rank === state.comm.rank) agree(state);
  },
  Unlock(rank) {
    const state = this.$, type = state.locks.get(rank);
    if (type === undefined) throw new Exception("ERR_RMA_SYNC", `rank ${rank} is not locked by this rank`);
    if (rank === state.comm.rank) agree(state);
    state.locks.delete(rank);
    unlock(state, rank, type === LOCK_SHARED);
  },
  Lock_all() {
    const state = this.$;
    if (state.lockAll || state.locks.size > 0) throw new Exception("ERR_RMA_SYNC", "the window is locked by this rank already");
    state.fence = false;
    state.parts.forEach((_, rank) => lock(state, rank, true));
    state.lockAll = true;
    agree(state);
  },
  Unlock_all() {
    const state = this.$;
    if (!state.lockAll) throw new Exception("ERR_RMA_SYNC", "Unlock_all without Lock_all");
    agree(state);
    state.lockAll = false;
    state.parts.forEach((_, rank) => unlock(state, rank, true));
  },
  // Movements are complete when their call returns.
  Flush(rank) { passive(this.$, rank); },
  Flush_all() { passive(this.$, undefined); },
  Flush_local(rank) { passive(this.$, rank); },
  Flush_local_all() { passive(this.$, undefined); },
  Sync() { agree(this.$); },
  Attach(memory) { attach(this.$, memory); },
  Detach(memory) { detach(this.$, memory); },
  Free() {
    const state = this.$, { communicator, transport } = state.comm.$, own = state.parts[communicator.rank]!;
    communicator.barrier();
    agree(state);
    detachAll(state);
    communicator.barrier();
    state.remote?.close();
    if (own.lock >= 0) transport.free(own.lock);
    if (state.own !== undefined) transport.free(state.own);
    communicator.board?.close();
    this.$forget();
    job().open.delete(this);
  },
  Get_group() { return this.$.comm.Get_group(); },
  Shared_query(rank) {
    const state = this.$, at = rank === PROC_NULL ? 0 : rank;
    if (state.flavor !== WIN_FLAVOR_SHARED) throw new Exception("ERR_RMA_SHARED", "only a window of Allocate_shared can be asked for its memory");
    if (!state.parts[at]) throw new Exception("ERR_RANK", `the window has ranks 0 to ${state.parts.length - 1}, not ${rank}`);
    return [partView(state, at), state.parts[at]!.dispUnit];
  },
};

function passive(state: WinState, rank: number | undefined): void {
  if (!state.lockAll && !(rank === undefined ? state.locks.size > 0 : state.locks.has(rank)))
    throw new Exception("ERR_RMA_SYNC", `Flush needs ${rank === undefined ? "a lock" : `a lock on rank ${rank}`}`);
}

install(Win.prototype, "Win.", calls);
