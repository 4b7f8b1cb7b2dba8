// How an array gets from one placement to another: the one table. 3-distribute asks it for costs, 4-communicate for the collective, `explain` for words.
//
//   from \ to     replicated   root      block, grid   cyclic        the same parts with a halo
//   replicated    none         slice     slice         slice         slice
//   root          bcast        none      scatter       scatter       scatter
//   block, grid   allgather    gather    alltoall      alltoall      halo
//   cyclic        allgather    gather    alltoall      none          alltoall
//
// To a window, what a loop reads of an axis: neighbours exchange what stands at other places of theirs (shift); one position of an axis that one rank has is
// broadcast, of which each has a part allgathered. A window is nowhere an array comes from.
import type { Placement, Window } from "./placement.ts";
import { hasHalo, samePlacement, showPlacement } from "./placement.ts";

/** MPI's names; `halo`: neighbours exchange edges, `shift`: parts move to neighbours, `slice`: each rank takes its part of what it has, `none`: nothing is to be done. */
export type Collective = "none" | "slice" | "halo" | "shift" | "bcast" | "scatter" | "gather" | "allgather" | "alltoall";

type Place = Exclude<Placement["kind"], "window">;

const table: Readonly<Record<Place, Readonly<Record<Place, Collective>>>> = {
  replicated: { replicated: "none", root: "slice", block: "slice", grid: "slice", cyclic: "slice" },
  root: { replicated: "bcast", root: "none", block: "scatter", grid: "scatter", cyclic: "scatter" },
  block: { replicated: "allgather", root: "gather", block: "alltoall", grid: "alltoall", cyclic: "alltoall" },
  grid: { replicated: "allgather", root: "gather", block: "alltoall", grid: "alltoall", cyclic: "alltoall" },
  cyclic: { replicated: "allgather", root: "gather", block: "alltoall", grid: "alltoall", cyclic: "alltoall" },
};

export function collectiveFor(from: Placement, to: Placement): Collective {
  if (samePlacement(from, to)) return "none";
  if (sameBlocks(from, to)) return hasHalo(to) ? "halo" : "slice";
  if (from.kind === "window") throw new Error(`an array in a ${showPlacement(from)} goes nowhere`);
  return to.kind === "window" ? toWindow(from, to) : table[from.kind][to.kind];
}

function toWindow(from: Placement, to: Window): Collective {
  if (from.kind === "replicated") return "slice";
  if (from.kind === "root") return to.step === 0 ? "bcast" : "scatter";
  const along = "axis" in from && from.axis === to.axis;
  if (to.step === 0) return along ? "bcast" : "allgather";
  return along && from.kind === "block" ? "shift" : "alltoall";
}

/** Both give each rank the same positions, whatever they store around them. */
export function sameBlocks(a: Placement, b: Placement): boolean {
  if (a.kind === "grid") return b.kind === "grid" && a.axes.every((axis, k) => axis === b.axes[k] && a.aligns[k] === b.aligns[k]);
  return a.kind === "block" && b.kind === "block" && a.axis === b.axis && a.align === b.align;
}
