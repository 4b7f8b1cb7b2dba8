// MPI's own collectives, blocking: quicker than ours over messages for long parts, and as good as the library knows how on its network. While a rank is in one, nothing of ours moves:
// everything that others need of it must be out before (`settle`). Counts are C ints, which callers keep to.
import { bytesOf, type NativeCollectives, type NativeOp, type Numbers, type View } from "../transport.ts";
import type { TypeName } from "./families.ts";
import type { Mpi } from "./library.ts";
import { agrees } from "./trial.ts";

export interface CollectiveSurroundings {
  readonly mpi: Mpi;
  /** This rank, among the members. */
  readonly rank: number;
  readonly size: number;
  /** The communicator of the members; the first call is collective. */
  group(): number;
  /** Waits until what this rank has sent is in MPI's hands. */
  settle(): void;
}

const elementTypes = new Map<Function, TypeName>([
  [Int8Array, "i8"], [Uint8Array, "u8"], [Uint8ClampedArray, "u8"], [Int16Array, "i16"], [Uint16Array, "u16"], [Int32Array, "i32"], [Uint32Array, "u32"], [BigInt64Array, "i64"], [BigUint64Array, "u64"],
]);

export function createCollectives({ mpi, rank, size, group, settle }: CollectiveSurroundings): NativeCollectives {
  const { call, check, types: { byte }, family: { inPlace } } = mpi;
  const tried = new Map<Function, Map<NativeOp, boolean>>();
  let made: number | undefined;
  /** Memory that MPI has the address of must not be collected before it is done. */
  const held: { views: readonly (View | undefined)[] } = { views: [] };
  const begin = (...views: (View | undefined)[]): number => {
    held.views = views;
    settle();
    return (made ??= group());
  };
  const end = (name: string, code: number): void => {
    held.views = [];
    check(name, code);
  };
  const typeOf = (view: Numbers): number => mpi.types[elementTypes.get(view.constructor)!];
  const opOf = (op: NativeOp): number => mpi.ops[op];
  /** A member's own part, where it is in its place already. */
  const unless = (part: View, at: number): number | bigint => (mpi.address(part) === at ? inPlace : mpi.address(part));

  return {
    bcast(buffer, root) {
      const comm = begin(buffer);
      end("Bcast", call.Bcast(mpi.address(buffer), buffer.byteLength, byte, root, comm));
    },
    gather(mine, into, root) {
      const comm = begin(mine, into), bytes = mine.byteLength, all = into ? mpi.address(into) : 0;
      end("Gather", call.Gather(into ? unless(mine, all + rank * bytes) : mpi.address(mine), bytes, byte, all, bytes, byte, root, comm));
    },
    allgather(mine, into) {
      const comm = begin(mine, into), bytes = mine.byteLength, all = mpi.address(into);
      end("Allgather", call.Allgather(unless(mine, all + rank * bytes), bytes, byte, all, bytes, byte, comm));
    },
    scatter(all, into, root) {
      const comm = begin(all, into), bytes = into.byteLength, from = all ? mpi.address(all) : 0;
      end("Scatter", call.Scatter(from, bytes, byte, all ? unless(into, from + rank * bytes) : mpi.address(into), bytes, byte, root, comm));
    },
    alltoall(to, from) {
      const comm = begin(to, from), bytes = to.byteLength / size;
      end("Alltoall", call.Alltoall(mpi.address(to), bytes, byte, mpi.address(from), bytes, byte, comm));
    },
    agrees(op, like, combine) {
      let of = tried.get(like.constructor);
      if (!of) tried.set(like.constructor, (of = new Map()));
      let found = of.get(op);
      if (found === undefined) of.set(op, (found = agrees(mpi, typeOf(like), opOf(op), like, combine)));
      return found;
    },
    reduce(mine, into, op, root) {
      const comm = begin(mine, into), all = into ? mpi.address(into) : 0;
      end("Reduce", call.Reduce(into ? unless(mine, all) : mpi.address(mine), all, mine.length, typeOf(mine), opOf(op), root, comm));
    },
    allreduce(mine, into, op) {
      const comm = begin(mine, into), all = mpi.address(into);
      end("Allreduce", call.Allreduce(unless(mine, all), all, mine.length, typeOf(mine), opOf(op), comm));
    },
    scan(mine, into, op, exclusive) {
      // What the first member would get of an exclusive scan is undefined: it stays as it is.
      const target = exclusive && rank === 0 ? bytesOf(mine).slice() : into, comm = begin(mine, target), name = exclusive ? "Exscan" : "Scan", all = mpi.address(target);
      end(name, call[name](unless(mine, all), all, mine.length, typeOf(mine), opOf(op), comm));
    },
  };
}
