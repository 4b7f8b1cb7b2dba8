// Lower-case collectives: any value. They are built from three movements of bytes (communicator.collect, scatterv, alltoallv); values are combined in
// rank order, on the ranks that want the result.
import { none } from "../communicator/calls.ts";
import { decode, encode } from "./codec.ts";
import { named } from "./args.ts";
import { type Comm, type CommState, checkRoot } from "./comm.ts";
import { Exception } from "./exception.ts";
import { job } from "./job.ts";
import { interObjects } from "./interObjects.ts";
import { combineValues, type ObjectOp, SUM } from "./op.ts";
import { note } from "./plans.ts";

/** What combining gives: `allreduce(1)` is a number, not a 1. */
type Combined<T> = T extends number ? number : T extends string ? string : T extends boolean ? boolean : T extends bigint ? bigint : T;

export interface ObjectCollectiveCalls {
  barrier(): void;
  bcast<T>(obj: T, root?: number): T;
  bcast<T>(obj: T, options: { readonly root?: number }): T;
  /** Everybody's value in a list, by rank, at the root; null elsewhere. */
  gather<T>(sendobj: T, root?: number): T[] | null;
  gather<T>(sendobj: T, options: { readonly root?: number }): T[] | null;
  allgather<T>(sendobj: T): T[];
  /** One element of the root's list for each rank. */
  scatter<T>(sendobj: readonly T[] | null | undefined, root?: number): T;
  scatter<T>(sendobj: readonly T[] | null | undefined, options: { readonly root?: number }): T;
  alltoall<T>(sendobj: readonly T[]): T[];
  reduce<T>(sendobj: T, op?: ObjectOp, root?: number): Combined<T> | null;
  reduce<T>(sendobj: T, options: { readonly op?: ObjectOp; readonly root?: number }): Combined<T> | null;
  allreduce<T>(sendobj: T, op?: ObjectOp): Combined<T>;
  allreduce<T>(sendobj: T, options: { readonly op?: ObjectOp }): Combined<T>;
  scan<T>(sendobj: T, op?: ObjectOp): Combined<T>;
  scan<T>(sendobj: T, options: { readonly op?: ObjectOp }): Combined<T>;
  /** null on rank 0. */
  exscan<T>(sendobj: T, op?: ObjectOp): Combined<T> | null;
  exscan<T>(sendobj: T, options: { readonly op?: ObjectOp }): Combined<T> | null;
}

function rootOf(state: CommState, value: unknown): number {
  const root = (value as number | undefined) ?? 0;
  checkRoot(state, root);
  return root;
}

const opName = (op: ObjectOp): string => op.name || "function";
const folded = (values: readonly unknown[], op: ObjectOp): unknown => values.reduce(combineValues(op));

/** Values of ranks 0 to `last`, combined, with everybody's at hand. */
function prefix(comm: Comm, args: readonly unknown[], last: (rank: number) => number): unknown {
  const [sendobj, op = SUM] = named(args, ["sendobj", "op"], 1) as [unknown, ObjectOp?], { communicator } = comm.$;
  note(none, opName(op), undefined, false);
  const count = last(communicator.rank) + 1, all = communicator.collect(encode(sendobj), undefined, true).slice(0, count);
  return count === 0 ? null : folded(all.map(decode), op);
}

export const objectCollectiveCalls: { readonly [name in keyof ObjectCollectiveCalls]: (...args: never[]) => unknown } & ThisType<Comm> = {
  barrier() {
    if (this.is_inter) return interObjects(this.$, "barrier", []);
    note(none, "", undefined, false);
    // The one collective that is the same in both spellings: ranks may mix them.
    const { calls } = job();
    if (calls.depth === 1) calls.call = "Barrier";
    return this.$.communicator.barrier();
  },
  bcast(...args: unknown[]) {
    if (this.is_inter) return interObjects(this.$, "bcast", args);
    const [obj, rootArg] = named(args, ["obj", "root"], 1), root = rootOf(this.$, rootArg), { communicator } = this.$, mine = communicator.rank === root;
    note(root, "", undefined, false);
    const [bytes] = communicator.collect(mine ? encode(obj) : undefined, root, !mine);
    return mine ? obj : decode(bytes!);
  },
  gather(...args: unknown[]) {
    if (this.is_inter) return interObjects(this.$, "gather", args);
    const [sendobj, rootArg] = named(args, ["sendobj", "root"], 1), root = rootOf(this.$, rootArg), { communicator } = this.$, mine = communicator.rank === root;
    note(root, "", undefined, false);
    const all = communicator.collect(encode(sendobj), undefined, mine);
    return mine ? all.map(decode) : null;
  },
  allgather(...args: unknown[]) {
    if (this.is_inter) return interObjects(this.$, "allgather", args);
    note(none, "", undefined, false);
    return this.$.communicator.collect(encode(args[0]), undefined, true).map(decode);
  },
  scatter(...args: unknown[]) {
    if (this.is_inter) return interObjects(this.$, "scatter", args);
    const [sendobj, rootArg] = named(args, ["sendobj", "root"], 1) as [readonly unknown[] | null | undefined, unknown], root = rootOf(this.$, rootArg);
    const { communicator } = this.$, { rank, size } = communicator;
    note(root, "", undefined, false);
    if (rank === root && (!Array.isArray(sendobj) || sendobj.length !== size))
      throw new Exception("ERR_COUNT", `the root's list must have one element a rank: ${size}, not ${Array.isArray(sendobj) ? sendobj.length : "none"}`);
    const messages = rank === root ? sendobj!.map(encode) : undefined, length = new Float64Array(1);
    communicator.scatter(messages && Float64Array.from(messages, m => m.length), length, root);
    const into = new Uint8Array(length[0]!);
    communicator.scatterv(messages, into, root);
    return decode(into);
  },
  alltoall(...args: unknown[]) {
    if (this.is_inter) return interObjects(this.$, "alltoall", args);
    const sendobj = args[0] as readonly unknown[], { communicator } = this.$, { size } = communicator;
    note(none, "", undefined, false);
    if (!Array.isArray(sendobj) || sendobj.length !== size) throw new Exception("ERR_COUNT", `the list must have one element a rank: ${size}`);
    const messages = sendobj.map(encode), lengths = messages.map(() => new Float64Array(1));
    communicator.alltoallv(messages.map(m => Float64Array.of(m.length)), lengths);
    const into = lengths.map(l => new Uint8Array(l[0]!));
    communicator.alltoallv(messages, into);
    return into.map(decode);
  },
  reduce(...args: unknown[]) {
    if (this.is_inter) return interObjects(this.$, "reduce", args);
    const [sendobj, op = SUM, rootArg] = named(args, ["sendobj", "op", "root"], 1) as [unknown, ObjectOp?, unknown?], root = rootOf(this.$, rootArg);
    const { communicator } = this.$, mine = communicator.rank === root;
    note(root, opName(op), undefined, false);
    const all = communicator.collect(encode(sendobj), undefined, mine);
    return mine ? folded(all.map(decode), op) : null;
  },
  allreduce(...args: unknown[]) {
    if (this.is_inter) return interObjects(this.$, "allreduce", args);
    const { size } = this.$.communicator;
    return prefix(this, args, () => size - 1);
  },
  scan(...args: unknown[]) { return this.is_inter ? interObjects(this.$, "scan", args) : prefix(this, args, rank => rank); },
  exscan(...args: unknown[]) { return this.is_inter ? interObjects(this.$, "exscan", args) : prefix(this, args, rank => rank - 1); },
};
