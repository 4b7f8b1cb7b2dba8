// The largest share of an array or an index space that one rank has.
import { blockBounds, cyclicCount } from "../../runtime/abi.ts";
import type { Placement } from "./placement.ts";

export function largestShare(shape: readonly number[], at: Placement, np: number): number {
  if (at.kind !== "block" && at.kind !== "cyclic") return 1;
  const extent = shape[at.axis]!;
  if (extent === 0) return 0;
  if (at.kind === "cyclic") return cyclicCount(extent, 0, np) / extent;
  let most = 0;
  for (let rank = 0; rank < np; rank++) {
    const [low, high] = blockBounds(extent, at.align, rank, np);
    most = Math.max(most, high - low);
  }
  return most / extent;
}
