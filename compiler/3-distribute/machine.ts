// The costs that placements are weighed with, in seconds: α a message, β a byte, γ an operation of a kernel. They need not be exact: they tell a matrix from
// a handful of numbers. The number of ranks is not known when a program is compiled; a typical one stands for it.
import { cyclicCount, gridOf, shardParts } from "../../runtime/abi.ts";
import type { Collective } from "../ir/reshard.ts";
import { collectiveFor } from "../ir/reshard.ts";
import { distributedAxes, haloAlong } from "../ir/placement.ts";
import type { Placement } from "../ir/placement.ts";
import { bytesOf, fieldsOf } from "../ir/types.ts";
import type { ArrayType, Extent } from "../ir/types.ts";
import type { Exchange } from "../ops/exchange.ts";

export interface Machine {
  readonly np: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  /** What an extent is taken for that only the run knows. */
  readonly largeExtent: number;
  /** What extents are worth, as far as it is told. */
  readonly extents?: ReadonlyMap<string, number>;
  /** Bytes of one array that a rank has room for. What takes more is placed otherwise, whatever it costs, where there is another way. */
  readonly memory?: number;
  /** Cyclic placements are options even where no kernel is uneven, and grids where none looks along two axes: tests try them all. */
  readonly tryAll?: boolean;
}

export const typicalMachine: Machine = { np: 8, alpha: 2e-6, beta: 2e-10, gamma: 1e-9, largeExtent: 4096 };

/** How much more a rank with dear elements has to do when blocks hold neighbours, and when elements are dealt out. */
const unevenBlocks = 2, unevenDealt = 1.05;

export const size = (extent: Extent, machine: Machine): number => (typeof extent === "number" ? extent : (machine.extents?.get(extent) ?? machine.largeExtent));

export const points = (shape: readonly Extent[], machine: Machine): number => shape.reduce<number>((n, extent) => n * size(extent, machine), 1);

export function bytes(type: ArrayType, machine: Machine): number {
  return points(type.shape, machine) * fieldsOf(type.element).reduce((sum, [, dtype]) => sum + bytesOf[dtype], 0);
}

/** The largest share of the index space that one rank has. */
export function largestShare(shape: readonly Extent[], at: Placement, machine: Machine): number {
  return distributedAxes(at).reduce((share, axis) => share * largestShareAlong(shape[axis]!, axis, at, machine), 1);
}

function largestShareAlong(extent: Extent, axis: number, at: Placement, { np }: Machine): number {
  if (typeof extent === "string") return 1 / ranksAlong(at, axis, np);
  if (extent === 0) return 0;
  if (at.kind === "cyclic") return cyclicCount(extent, 0, np) / extent;
  const shape = Array.from({ length: Math.max(...distributedAxes(at)) + 1 }, () => extent);
  let most = 0;
  for (let rank = 0; rank < np; rank++) most = Math.max(most, shardParts(shape, at, rank, np)[axis]!.count);
  return most / extent;
}

/** Over how many ranks an axis is spread. */
const ranksAlong = (at: Placement, axis: number, np: number): number => (at.kind === "grid" ? gridOf(np)[at.axes.indexOf(axis)]! : np);

/** Time in which the slowest rank is done. */
export function kernelCost(shape: readonly Extent[], operations: number, uneven: boolean, at: Placement, machine: Machine): number {
  const skew = !uneven || at.kind === "replicated" ? 1 : at.kind === "cyclic" ? unevenDealt : unevenBlocks;
  return points(shape, machine) * operations * machine.gamma * Math.min(1, largestShare(shape, at, machine) * skew);
}

/** Dearer than any time: an array of which a rank has more than there is room for. */
const noRoom = 1e6;

/** What it costs that a rank holds its part of an array. */
export function holdCost(type: ArrayType, at: Placement, machine: Machine): number {
  if (machine.memory === undefined) return 0;
  const part = at.kind === "window" ? (at.step === 0 ? 1 / Math.max(1, size(type.shape[at.axis]!, machine)) : 1 / machine.np) : largestShare(type.shape, at, machine), held = bytes(type, machine) * part;
  return held > machine.memory ? noRoom * (held / machine.memory) : 0;
}

export function reshardCost(type: ArrayType, from: Placement, to: Placement, machine: Machine): number {
  return type.shape.length === 0 ? 0 : collectiveCost(collectiveFor(from, to), type, to, machine);
}

function collectiveCost(collective: Collective, type: ArrayType, to: Placement, machine: Machine): number {
  const { np, alpha, beta } = machine, whole = bytes(type, machine), steps = Math.log2(np);
  switch (collective) {
    case "none":
      return 0;
    case "slice":
      return (beta * whole) / np;
    case "halo":
      return haloCost(type, to, machine);
    // What is there already is copied beside what comes.
    case "shift":
      return 2 * alpha + (2 * beta * whole) / np;
    case "bcast":
    case "allgather":
      return steps * alpha + beta * whole * 2 * (to.kind === "window" ? 1 / Math.max(1, size(type.shape[to.axis]!, machine)) : 1);
    case "gather":
    case "scatter":
      return steps * alpha + beta * whole;
    case "alltoall":
      return np * alpha + (2 * beta * whole) / np;
  }
}

/** Two messages along each axis, and one from each corner. What does not lie together is packed on one side and put in place on the other. */
function haloCost(type: ArrayType, to: Placement, machine: Machine): number {
  const { np, alpha, beta, gamma } = machine, elements = points(type.shape, machine);
  return distributedAxes(to).reduce((cost, axis) => {
    const along = ranksAlong(to, axis, np), halo = haloAlong(to, axis);
    if (halo === 0 || along === 1) return cost;
    const edge = (2 * halo * elements * along) / (np * Math.max(1, size(type.shape[axis]!, machine))), isTogether = axis === 0 || (to.kind === "grid" && halo === 1 && axis < type.shape.length - 1);
    return cost + 2 * alpha + (edge / elements) * beta * bytes(type, machine) + (isTogether ? 0 : 2 * gamma * edge);
  }, to.kind === "grid" && to.corners ? 4 * alpha : 0);
}

/** What an operator itself sends; where only the run knows how much, that it sends at all. */
export function exchangeCost({ collective, received }: Exchange, { np, alpha, beta }: Machine): number {
  const most = Math.max(...Array.from({ length: np }, (_, rank) => received(rank))), bytes = Number.isFinite(most) ? most : 0;
  const messages = { ring: np - 1, exchange: 2, alltoall: np, allgather: Math.log2(np), allreduce: 2 * Math.log2(np), file: 0 }[collective];
  // What goes to many is packed first.
  return messages * alpha + (collective === "ring" || collective === "file" ? 1 : 2) * beta * bytes;
}

/** In a grid whose rows are cut, the ranks of a line first bring parts of rows together: a message to each other one. */
export const rowsCost = (at: Placement, axis: number, { np, alpha }: Machine): number => (at.kind === "grid" && at.axes.includes(axis) ? (ranksAlong(at, axis, np) - 1) * alpha : 0);

/** Ranks tell each other their subtrees of folds, all in one message: a few values for each of `values` positions that are folded. */
export function foldCost(values: number, machine: Machine): number {
  return values === 0 ? 0 : Math.log2(machine.np) * machine.alpha + machine.beta * values * 8 * 4 * machine.np;
}
