// The largest share of an array or an index space that one rank has.
import { cyclicCount, distributedAxes, shardParts } from "../../runtime/abi.ts";
import type { Placement } from "./placement.ts";

export function largestShare(shape: readonly number[], at: Placement, np: number): number {
  const axes = distributedAxes(at);
  if (axes.length === 0) return 1;
  if (axes.some((axis) => shape[axis] === 0)) return 0;
  if (at.kind === "cyclic") return cyclicCount(shape[at.axis]!, 0, np) / shape[at.axis]!;
  let most = 0;
  for (let rank = 0; rank < np; rank++) {
    const parts = shardParts(shape, at, rank, np);
    most = Math.max(most, axes.reduce((share, axis) => share * (parts[axis]!.count / shape[axis]!), 1));
  }
  return most;
}
