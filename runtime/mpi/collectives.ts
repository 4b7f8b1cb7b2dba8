// Upper-case collectives, blocking: the types that users see, and the running of plans.
import type { BufferSpec, VectorSpec, WSpec } from "./buffers.ts";
import { none } from "../communicator/calls.ts";
import type { Reducer } from "../collectives/reducer.ts";
import { type Base, discover } from "../datatypes/bases.ts";
import type { Numbers } from "../transport/transport.ts";
import { type Comm, checkRoot, type CommState } from "./comm.ts";
import type { InPlace } from "./constants.ts";
import { ofBase } from "./datatype.ts";
import { job } from "./job.ts";
import { Op, reducerOf, SUM } from "./op.ts";
import { checkFree } from "./pending.ts";
import { type CollectiveName, note, planners } from "./plans.ts";
import { runBetween } from "./interPlans.ts";

type Spec = BufferSpec | InPlace;

/** The arguments of each collective; `R` is what the form gives: nothing, a Request, or a Prequest. */
export interface Collectives<R> {
  Barrier(): R;
  Bcast(buf: BufferSpec, root?: number): R;
  Bcast(buf: BufferSpec, options: { readonly root?: number }): R;
  /** `recvbuf` holds the parts of all ranks, and matters at the root only. */
  Gather(sendbuf: Spec, recvbuf: BufferSpec | undefined, root?: number): R;
  Gather(sendbuf: Spec, options: { readonly recvbuf?: BufferSpec; readonly root?: number }): R;
  Gather(options: { readonly sendbuf: Spec; readonly recvbuf?: BufferSpec; readonly root?: number }): R;
  Gatherv(sendbuf: Spec, recvbuf: VectorSpec | undefined, root?: number): R;
  Gatherv(sendbuf: Spec, options: { readonly recvbuf?: VectorSpec; readonly root?: number }): R;
  Gatherv(options: { readonly sendbuf: Spec; readonly recvbuf?: VectorSpec; readonly root?: number }): R;
  Allgather(sendbuf: Spec, recvbuf: BufferSpec): R;
  Allgather(options: { readonly sendbuf: Spec; readonly recvbuf: BufferSpec }): R;
  Allgatherv(sendbuf: Spec, recvbuf: VectorSpec): R;
  Allgatherv(options: { readonly sendbuf: Spec; readonly recvbuf: VectorSpec }): R;
  Scatter(sendbuf: BufferSpec | undefined, recvbuf: Spec, root?: number): R;
  Scatter(sendbuf: BufferSpec | undefined, options: { readonly recvbuf: Spec; readonly root?: number }): R;
  Scatter(options: { readonly sendbuf?: BufferSpec; readonly recvbuf: Spec; readonly root?: number }): R;
  Scatterv(sendbuf: VectorSpec | undefined, recvbuf: Spec, root?: number): R;
  Scatterv(sendbuf: VectorSpec | undefined, options: { readonly recvbuf: Spec; readonly root?: number }): R;
  Scatterv(options: { readonly sendbuf?: VectorSpec; readonly recvbuf: Spec; readonly root?: number }): R;
  Alltoall(sendbuf: Spec, recvbuf: BufferSpec): R;
  Alltoall(options: { readonly sendbuf: Spec; readonly recvbuf: BufferSpec }): R;
  Alltoallv(sendbuf: VectorSpec | InPlace, recvbuf: VectorSpec): R;
  Alltoallv(options: { readonly sendbuf: VectorSpec | InPlace; readonly recvbuf: VectorSpec }): R;
  Alltoallw(sendbuf: WSpec | InPlace, recvbuf: WSpec): R;
  Alltoallw(options: { readonly sendbuf: WSpec | InPlace; readonly recvbuf: WSpec }): R;
  Reduce(sendbuf: Spec, recvbuf: BufferSpec | undefined, op?: Op, root?: number): R;
  Reduce(sendbuf: Spec, options: { readonly recvbuf?: BufferSpec; readonly op?: Op; readonly root?: number }): R;
  Reduce(options: { readonly sendbuf: Spec; readonly recvbuf?: BufferSpec; readonly op?: Op; readonly root?: number }): R;
  Allreduce(sendbuf: Spec, recvbuf: BufferSpec, op?: Op): R;
  Allreduce(options: { readonly sendbuf: Spec; readonly recvbuf: BufferSpec; readonly op?: Op }): R;
  /** Rank r gets `recvcounts[r]` items of the combination; its own count of each by default. */
  Reduce_scatter(sendbuf: Spec, recvbuf: BufferSpec, recvcounts?: readonly number[], op?: Op): R;
  Reduce_scatter(options: { readonly sendbuf: Spec; readonly recvbuf: BufferSpec; readonly recvcounts?: readonly number[]; readonly op?: Op }): R;
  Reduce_scatter_block(sendbuf: Spec, recvbuf: BufferSpec, op?: Op): R;
  Reduce_scatter_block(options: { readonly sendbuf: Spec; readonly recvbuf: BufferSpec; readonly op?: Op }): R;
  /** Rank r gets the combination of ranks 0 to r. */
  Scan(sendbuf: Spec, recvbuf: BufferSpec, op?: Op): R;
  Scan(options: { readonly sendbuf: Spec; readonly recvbuf: BufferSpec; readonly op?: Op }): R;
  /** Of ranks 0 to r - 1; on rank 0 `recvbuf` stays as it is. */
  Exscan(sendbuf: Spec, recvbuf: BufferSpec, op?: Op): R;
  Exscan(options: { readonly sendbuf: Spec; readonly recvbuf: BufferSpec; readonly op?: Op }): R;
}

export interface CollectiveCalls extends Collectives<void> {}

/** The most common calls by the shortest way: whole typed arrays and positional arguments. True if the call was one of them and is done. */
const shortcuts: { readonly [name in CollectiveName]?: (state: CommState, args: readonly unknown[]) => boolean } = {
  Barrier(state) {
    note(none, "", undefined, false);
    state.communicator.barrier();
    return true;
  },
  Bcast(state, args) {
    const buf = args[0], root = args[1];
    if (args.length > 2 || !isArray(buf) || (root !== undefined && typeof root !== "number")) return false;
    const from = root ?? 0;
    checkRoot(state, from);
    notePlain(from, "", buf.length, baseOf(buf));
    checkFree(buf, state.communicator.rank !== from);
    state.communicator.bcast(buf, from);
    return true;
  },
  Gather(state, args) {
    const send = args[0], into = args[1], root = args[2] ?? 0, { rank, size } = state.communicator;
    if (args.length < 2 || args.length > 3 || !isArray(send) || typeof root !== "number") return false;
    const parts = rank === root ? equalParts(into, send.length, size, send) : undefined;
    if (rank === root && !parts) return false;
    checkRoot(state, root);
    notePlain(root, "", send.length, baseOf(send));
    checkFree(send, false);
    if (parts) checkFree(into as Numbers, true);
    state.communicator.gatherv(send, parts, root, "", true);
    return true;
  },
  Alltoall(state, args) {
    const send = args[0], into = args[1], { size } = state.communicator;
    if (args.length !== 2 || !isArray(send) || !isArray(into)) return false;
    const part = send.length / size, to = equalParts(send, part, size, send), from = equalParts(into, part, size, send);
    if (!to || !from) return false;
    notePlain(none, "", part, baseOf(send));
    checkFree(send, false);
    checkFree(into, true);
    state.communicator.alltoallv(to, from, "", true);
    return true;
  },
  Allreduce(state, args) {
    const send = args[0], into = args[1], op = args.length > 2 ? args[2] ?? SUM : SUM;
    if (!isArray(send) || !isArray(into) || send.constructor !== into.constructor || send.length !== into.length || !(op instanceof Op)) return false;
    const base = baseOf(send);
    notePlain(none, op.name, send.length, base);
    checkFree(send, false);
    checkFree(into, true);
    if (op !== last.op || base !== last.reduced || op.freed) {
      last.reducer = reducerOf(op, ofBase(base), base);
      last.op = op;
      last.reduced = base;
    }
    state.communicator.allreduce(send, into, last.reducer!);
    return true;
  },
};

/** Most calls are like the one before. */
const last: { array: unknown; base: Base | undefined; op: Op | undefined; reduced: Base | undefined; reducer: Reducer | undefined } = { array: undefined, base: undefined, op: undefined, reduced: undefined, reducer: undefined };

function baseOf(view: Numbers): Base {
  if (view.constructor !== last.array || !last.base) {
    last.base = discover(view);
    last.array = view.constructor;
  }
  return last.base;
}

const isArray = (value: unknown): value is Numbers => ArrayBuffer.isView(value) && !(value instanceof DataView);

/** `size` parts of `length` elements of the type of `like`, one after the other, if that is what the array is made of. */
function equalParts(array: unknown, length: number, size: number, like: Numbers): Numbers[] | undefined {
  if (!isArray(array) || array.constructor !== like.constructor || array.length !== length * size || !Number.isInteger(length)) return undefined;
  const parts: Numbers[] = [];
  for (let r = 0; r < size; r++) parts.push(array.subarray(r * length, (r + 1) * length));
  return parts;
}

/** `count`: of base elements, as `note` gives it. */
function notePlain(root: number, op: string, count: number, base: Base): void {
  const { calls } = job();
  if (calls.depth !== 1) return;
  calls.root = root;
  calls.op = op;
  calls.dtype = base.name;
  calls.count = count;
}

type Methods = { [name: string]: (this: Comm, ...args: unknown[]) => unknown };

export const collectiveCalls: Methods = Object.fromEntries((Object.keys(planners) as CollectiveName[]).map(name => [name, function (this: Comm, ...args: unknown[]) {
  const state = this.$;
  if (this.is_inter) return runBetween(state, name, args);
  if (shortcuts[name]?.(state, args)) return undefined;
  const plan = planners[name](state, args);
  plan.run(state.communicator);
  plan.finish();
  return undefined;
}]));
