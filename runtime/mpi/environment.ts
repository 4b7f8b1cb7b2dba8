// Calls that belong to no communicator: time, names, beginning and end, buffered sends' buffer, memory.
import { callSite } from "../communicator/site.ts";
import { HeapFull } from "../transport/heap.ts";
import type { View } from "../transport/transport.ts";
import { Exception } from "./exception.ts";
import { job } from "./job.ts";
import { SUBVERSION, THREAD_SERIALIZED, VERSION } from "./constants.ts";

/** Seconds since a moment in the past, the same for all ranks. */
export function Wtime(): number { return (performance.timeOrigin + performance.now()) / 1000; }
/** Seconds between two ticks of it. */
export function Wtick(): number { return 1e-6; }
export function Get_processor_name(): string { return job().processorName; }
export function Get_version(): [number, number] { return [VERSION, SUBVERSION]; }
export function Get_library_version(): string { return "spmd 0.1.0, ranks as threads"; }

export function Is_initialized(): boolean { return job().initialized; }
export function Is_finalized(): boolean { return job().finalized; }
/** The launcher has initialized already: these are here for programs that do it themselves. */
export function Init(): void { job().initialized = true; }
export function Init_thread(required = THREAD_SERIALIZED): number {
  Init();
  return Math.min(required, THREAD_SERIALIZED);
}
export function Query_thread(): number { return THREAD_SERIALIZED; }
export function Is_thread_main(): boolean { return true; }

/** Requests that nobody waited for: a message may never have been sent, or be written into memory that is used for something else. */
export function unfinished(): string[] {
  return [...job().open].filter(([object]) => "$operation" in object).map(([, made]) => made());
}

/** At a rank's normal end, for programs that do not call `Finalize`. */
export function checkFinished(): void {
  const { finalized, world } = job(), left = finalized ? [] : unfinished();
  if (left.length > 0) throw new Exception("ERR_PENDING", `rank ${world.rank} has ended with ${left.length === 1 ? "a request" : `${left.length} requests`} that nobody waited for: ${left.slice(0, 5).join(", ")}${left.length > 5 ? ", ..." : ""}`);
}

/** Ends message passing on this rank; reports what was not completed or freed. */
export function Finalize(): void {
  const here = job();
  if (here.finalized) throw new Exception("ERR_OTHER", "Finalize has been called already").at("Finalize");
  here.world.barrier(callSite());
  const left = [...here.open.values()].map(made => made());
  here.finalized = true;
  if (left.length > 0) throw new Exception("ERR_PENDING", `rank ${here.world.rank} still has ${left.length === 1 ? "one object" : `${left.length} objects`} that must be waited for or freed:\n${left.map(made => `  ${made}`).join("\n")}\n`).at("Finalize");
}

/** Memory for buffered sends. Without it the runtime's own is used, as much as is needed. */
export function Attach_buffer(buf: View): void {
  const here = job();
  if (here.buffer) throw new Exception("ERR_BUFFER", "a buffer is attached already").at("Attach_buffer");
  here.buffer = { bytes: buf.byteLength, used: 0, view: buf };
}
/** Waits until all buffered messages are out, and gives the buffer back. */
export function Detach_buffer(): unknown {
  const here = job(), { buffer } = here;
  here.buffer = undefined;
  here.world.transport.progress();
  return buffer?.view ?? null;
}

/** Memory that all ranks can see: what is sent from it is copied once. */
export function Alloc_mem(size: number): Uint8Array {
  const { allocated, world: { transport } } = job();
  if (!Number.isInteger(size) || size < 0) throw new Exception("ERR_SIZE", `${size} is not a number of bytes`).at("Alloc_mem");
  try {
    const offset = transport.allocate(Math.max(1, size));
    allocated.add(offset);
    return new Uint8Array(transport.heap(transport.rank), offset, size);
  } catch (error) {
    throw error instanceof HeapFull ? new Exception("ERR_NO_MEM", error.message).at("Alloc_mem") : error;
  }
}
export function Free_mem(memory: Uint8Array): void {
  const { allocated, world: { transport } } = job();
  if (memory.buffer !== transport.heap(transport.rank) || !allocated.delete(memory.byteOffset)) throw new Exception("ERR_BASE", "the memory does not come from Alloc_mem, or has been freed").at("Free_mem");
  transport.free(memory.byteOffset);
}

export function Get_error_string(code: number): string { return new Exception(code).Get_error_string(); }
export function Get_error_class(code: number): number { return code; }
/** 0: hooks rest; above: they are called. */
export function Pcontrol(level: number): void { job().calls.level = level; }

