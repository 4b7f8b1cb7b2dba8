// How an array gets from one placement to another: the one table. 3-distribute asks it for costs, 4-communicate for the collective, `explain` for words.
//
//   from \ to     replicated   root      block      cyclic        the same block with a halo
//   replicated    none         slice     slice      slice         slice
//   root          bcast        none      scatter    scatter       scatter
//   block         allgather    gather    alltoall   alltoall      halo
//   cyclic        allgather    gather    alltoall   none          alltoall
import type { Placement } from "./placement.ts";
import { samePlacement } from "./placement.ts";

/** MPI's names; `halo`: neighbours exchange edges, `slice`: each rank takes its part of what it has, `none`: nothing is to be done. */
export type Collective = "none" | "slice" | "halo" | "bcast" | "scatter" | "gather" | "allgather" | "alltoall";

const table: Readonly<Record<Placement["kind"], Readonly<Record<Placement["kind"], Collective>>>> = {
  replicated: { replicated: "none", root: "slice", block: "slice", cyclic: "slice" },
  root: { replicated: "bcast", root: "none", block: "scatter", cyclic: "scatter" },
  block: { replicated: "allgather", root: "gather", block: "alltoall", cyclic: "alltoall" },
  cyclic: { replicated: "allgather", root: "gather", block: "alltoall", cyclic: "alltoall" },
};

export function collectiveFor(from: Placement, to: Placement): Collective {
  if (samePlacement(from, to)) return "none";
  if (from.kind === "block" && to.kind === "block" && sameBlocks(from, to)) return to.halo > 0 ? "halo" : "slice";
  return table[from.kind][to.kind];
}

/** Both give each rank the same positions, whatever they store around them. */
export function sameBlocks(a: Placement, b: Placement): boolean {
  return a.kind === "block" && b.kind === "block" && a.axis === b.axis && a.align === b.align;
}
