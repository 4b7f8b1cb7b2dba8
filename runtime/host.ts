// What host code of the global view takes from the message-passing layer, where it uses it: `import { comm, once } from "spmd:host"` in a driver. A bundle whose
// program needs neither has none of it.
import { spmdError } from "./errors.ts";
import { CloneError, decode, encode } from "./mpi/codec.ts";
import { COMM_WORLD } from "./mpi/index.ts";
import { job } from "./mpi/job.ts";
import type { Intracomm } from "./mpi/comm.ts";

/** The communicator of all ranks. */
export const comm: Intracomm = COMM_WORLD;

/** What the function gives on rank 0, on every rank; the others do not call it. SPMD5019. */
export function once<T>(run: () => T): T {
  const { world } = job(), length = new Float64Array(1);
  let bytes = world.rank === 0 ? copied(run()) : undefined;
  if (world.size > 1) {
    if (bytes) length[0] = bytes.length;
    world.bcast(length, 0);
    bytes ??= new Uint8Array(length[0]!);
    world.bcast(bytes, 0);
  }
  return decode(bytes!) as T;
}

/** Rank 0 too gets a copy, so that all have the same. */
function copied(value: unknown): Uint8Array {
  try {
    return encode(value);
  } catch (error) {
    throw error instanceof CloneError ? spmdError("SPMD5019", { reason: error.message }) : error;
  }
}
