// Starting and ending MPI in this process.
import { spmdError } from "../../errors.ts";
import { checkSize, described } from "./find.ts";
import type { Mpi } from "./library.ts";
import type { Started } from "./started.ts";

export interface Joined {
  readonly mpi: Mpi;
  readonly rank: number;
  readonly size: number;
  /** A communicator of all processes for frames, one for long messages. */
  readonly frames: number;
  readonly bulk: number;
  /** For each rank the lowest rank on its host. */
  readonly hosts: readonly number[];
  /** How many ranks are on this host. */
  readonly neighbours: number;
  /** Ends MPI in order: all processes must do so. */
  leave(): void;
  /** Ends all processes now. */
  abort(status: number): void;
}

/** Reads a handle that MPI has written. */
export function handleAt(mpi: Mpi, view: ArrayBuffer): number {
  return mpi.family.handleBytes === 4 ? new Int32Array(view)[0]! : Number(new BigUint64Array(view)[0]!);
}

export function joinMpi(mpi: Mpi, started: Started | undefined): Joined {
  const { call, check, world } = mpi, buffer = new ArrayBuffer(16), i32 = new Int32Array(buffer), at = mpi.address(i32);
  const ask = (name: "Initialized" | "Finalized"): boolean => {
    check(name, call[name](at));
    return i32[0] !== 0;
  };
  if (process.getBuiltinModule("node:worker_threads").isMainThread === false) throw spmdError("SPMD5033", { library: described(mpi), reason: "this is a thread of another job; one process is one rank of MPI" });
  if (ask("Initialized")) throw spmdError("SPMD5033", { library: described(mpi), reason: ask("Finalized") ? "it has been started and ended in this process already, and MPI starts only once" : "it has been started in this process already: by another program, or by a second copy of this one" });
  check("Init", call.Init(0, 0));
  const number = (name: "Comm_rank" | "Comm_size", comm: number): number => {
    check(name, call[name](comm, at));
    return i32[0]!;
  };
  // Errors of MPI shall come back to us, not end the process without a word of where.
  check("Comm_set_errhandler", call.Comm_set_errhandler(world, mpi.errorsReturn));
  const rank = number("Comm_rank", world), size = number("Comm_size", world);
  if (started) checkSize(mpi, started, size);
  const copy = (): number => {
    check("Comm_dup", call.Comm_dup(world, at));
    return handleAt(mpi, buffer);
  };
  const frames = copy(), bulk = copy();
  check("Comm_split_type", call.Comm_split_type(world, mpi.family.typeShared, 0, mpi.infoNull, at));
  const local = handleAt(mpi, buffer), neighbours = number("Comm_size", local), leaders = new Int32Array(new ArrayBuffer(4 * size + 128)), all = mpi.address(leaders);
  i32[0] = rank;
  check("Bcast", call.Bcast(at, 1, mpi.types.i32, 0, local));
  check("Allgather", call.Allgather(at, 1, mpi.types.i32, all, 1, mpi.types.i32, world));
  return {
    mpi, rank, size, frames, bulk, neighbours, hosts: [...leaders.subarray(0, size)],
    leave: () => check("Finalize", call.Finalize()),
    abort: (status) => void call.Abort(world, status),
  };
}
