// Where wide code stands in relation to the ends of the last axis: which buffers it walks element by element, and how near the ends their neighbours may lie outside.
//
//   in0[i], in0[i - 2], in1[i + 1] of mapped boundaries     ->     low 2, high 1
import type { LaneBuffer, LaneNest, LanePass } from "../ir/lanes.ts";
import { axisOf, isMapped } from "./levels.ts";
import { buffersOf } from "./visit.ts";

export const adjacentBuffers = (nest: LaneNest, pass: LanePass): readonly LaneBuffer[] => buffersOf(nest, pass).filter((b) => axisOf(b, nest.ndim - 1)?.per === 1);

export interface Edges {
  readonly low: number;
  readonly high: number;
}

/** How many positions at the start and at the end of the last axis have neighbours that may lie outside of an array; undefined: none has. */
export function edgesOf(nest: LaneNest, pass: LanePass): Edges | undefined {
  const last = nest.ndim - 1, offsets = adjacentBuffers(nest, pass).filter((b) => isMapped(b, last)).map((b) => axisOf(b, last)!.offset);
  return offsets.length === 0 ? undefined : { low: Math.max(0, ...offsets.map((o) => -o)), high: Math.max(0, ...offsets) };
}
