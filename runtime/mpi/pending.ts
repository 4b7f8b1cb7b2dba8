// Buffers of calls that are not complete. A buffer that is being received into must not be touched, one that is being sent must not be written, until the call is
// complete (MPI 4.1, section 3.7.2); a call that does it is named together with the pending one.
import { siteOfCall } from "../communicator/calls.ts";
import type { View } from "../transport/transport.ts";
import { Exception } from "./exception.ts";
import { job } from "./job.ts";

export interface Pending {
  readonly call: string;
  readonly site: () => string;
  readonly buffer: ArrayBufferLike;
  readonly start: number;
  readonly end: number;
  readonly writes: boolean;
}

/** Notes that a pending call uses `view`; to be removed from the job's set when the call is complete. */
export function usePending(view: View, writes: boolean): Pending | undefined {
  const here = job();
  if (!here.world.around.check || view.byteLength === 0) return undefined;
  const pending: Pending = { call: here.calls.call, site: siteOfCall(here.calls), buffer: view.buffer, start: view.byteOffset, end: view.byteOffset + view.byteLength, writes };
  here.pending.add(pending);
  return pending;
}

/** Throws if `view` is in use by a pending call in a way that excludes this one. */
export function checkFree(view: View, writes: boolean): void {
  const { pending } = job();
  if (pending.size === 0) return;
  for (const use of pending)
    if ((writes || use.writes) && use.buffer === view.buffer && view.byteOffset < use.end && use.start < view.byteOffset + view.byteLength)
      throw new Exception("ERR_BUFFER", `the buffer is still ${use.writes ? "being received into" : "being sent"} by ${use.call} at ${use.site()}; wait for its request first`);
}

