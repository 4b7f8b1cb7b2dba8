// What `spmd/mpi` knows of the job it runs in. The launcher attaches the communicator of all ranks before the user's module is loaded; a program run by plain
// Node, without `spmd run`, is a job of one rank. The world is kept where several copies of this module find the same one.
import { createWorld } from "../communicator/create.ts";
import type { Calls } from "../communicator/calls.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { world } from "../rank/world.ts";
import { createSelfTransport } from "../transport/self/self.ts";
import type { Keyval } from "./attributes.ts";
import type { Hook } from "./hooks.ts";
import type { Pending } from "./pending.ts";

export interface Job {
  readonly world: Communicator;
  readonly calls: Calls;
  readonly hooks: Hook[];
  /** Buffers that pending calls use. */
  readonly pending: Set<Pending>;
  readonly keyvals: Map<number, Keyval>;
  /** Objects that users have to free, and where they were made. */
  readonly open: Map<object, () => string>;
  initialized: boolean;
  finalized: boolean;
  profiling: number;
  /** Bytes that `Attach_buffer` gave to buffered sends, and how many of them are in use. */
  buffer: { bytes: number; used: number; view: unknown } | undefined;
  abort: ((code: number) => never) | undefined;
  readonly processorName: string;
}

const key = Symbol.for("spmd.mpi.job");
const registry = globalThis as unknown as { [key]: Job | undefined };

/** Makes `world` the communicator of all ranks. `abort` ends the job with an exit status. */
export function attach(world: Communicator, abort?: (code: number) => never, processorName = "localhost"): Job {
  return (registry[key] = {
    world, calls: world.around.calls, hooks: [], pending: new Set(), keyvals: new Map(), open: new Map(), initialized: true, finalized: false, profiling: 1, buffer: undefined, abort, processorName,
  });
}

export function job(): Job {
  return registry[key] ?? attach(enteredWorld() ?? createWorld(createSelfTransport()));
}

/** The world that the runtime has entered on this thread, if it was started by it. */
function enteredWorld(): Communicator | undefined {
  try {
    return world();
  } catch {
    return undefined;
  }
}
