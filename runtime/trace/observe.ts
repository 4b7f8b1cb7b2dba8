// What `--profile` and `--trace` ask of a rank: started before its program, stopped after it, however it ends.
import type { Communicator } from "../communicator/communicator.ts";
import { heapBytes } from "../platform.ts";
import { type RankProfile, startProfile } from "./profile.ts";
import { type RankTrace, startTrace, type Tracing } from "./trace.ts";

export interface Observing {
  readonly profile: boolean;
  readonly trace: boolean;
}

/** What a rank hands to the launcher. */
export interface Observed {
  readonly profile?: RankProfile;
  readonly trace?: RankTrace;
}

export interface Observation {
  readonly kernel: Tracing["kernel"] | undefined;
  stop(): Observed | undefined;
}

/** `memoryUse`: bytes of arrays, by rank (f64). */
export function observe(world: Communicator, { profile, trace }: Observing, memoryUse: SharedArrayBuffer | ArrayBuffer): Observation {
  const { rank, transport, around: { calls } } = world;
  const memory = () => ({ arrays: new Float64Array(memoryUse)[rank]!, messages: transport.heap(rank).byteLength, values: heapBytes() });
  const tracing = trace ? startTrace(rank, calls, transport) : undefined, stopProfile = profile ? startProfile(rank, calls, memory) : undefined;
  return {
    kernel: tracing?.kernel,
    stop: () => (profile || trace ? { ...(stopProfile ? { profile: stopProfile() } : {}), ...(tracing ? { trace: tracing.stop() } : {}) } : undefined),
  };
}
