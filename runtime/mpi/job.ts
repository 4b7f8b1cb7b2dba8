// What `spmd/mpi` knows of the job it runs in. Each rank attaches the communicator of all ranks before the user's module is loaded; a program run by plain
// Node, without `spmd run`, is a job of one rank. The world is kept where several copies of this module find the same one.
import { createWorld } from "../communicator/create.ts";
import type { Calls } from "../communicator/calls.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { createSelfTransport } from "../transport/self/self.ts";
import type { Keyval } from "./attributes.ts";
import type { Pending } from "./pending.ts";

export interface Job {
  readonly world: Communicator;
  readonly calls: Calls;
  /** Buffers that pending calls use. */
  readonly pending: Set<Pending>;
  readonly keyvals: Map<number, Keyval>;
  /** Objects that users have to free, and where they were made. */
  readonly open: Map<object, () => string>;
  /** Private memory that is attached to dynamic windows, and where its public copy is. */
  readonly addresses: Set<{ readonly memory: Uint8Array; readonly offset: number }>;
  /** Places that `Alloc_mem` has given out. */
  readonly allocated: Set<number>;
  initialized: boolean;
  finalized: boolean;
  /** Bytes that `Attach_buffer` gave to buffered sends, and how many of them are in use. */
  buffer: { bytes: number; used: number; view: unknown } | undefined;
  readonly processorName: string;
}

const key = Symbol.for("spmd.mpi.job");
const registry = globalThis as unknown as { [key]: Job | undefined };

/** Makes `world` the communicator of all ranks. */
export function attach(world: Communicator, processorName = "localhost"): Job {
  return (registry[key] = {
    world, calls: world.around.calls, pending: new Set(), keyvals: new Map(), open: new Map(), addresses: new Set(), allocated: new Set(), initialized: true, finalized: false, buffer: undefined, processorName,
  });
}

export function job(): Job {
  return registry[key] ?? attach(createWorld(createSelfTransport()));
}
