// combine and carry on arrays: what layout/fold.ts and layout/carry.ts compute, with one allgather of a few subtrees between their halves.
import type { FoldInfo, Placement, Shape, Site } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { carryContribution, carryFinish } from "../layout/carry.ts";
import { combineContribution, combineFinish, contributionSize, foldedPlacement, foldExchanges } from "../layout/fold.ts";
import type { ElementArray } from "../memory/elements.ts";
import type { ArrayStore, StoredArray } from "./store.ts";

/** The reduced array: the loop's index space without the folded axes. */
export function combine(store: ArrayStore, comm: Communicator, leaves: StoredArray, how: FoldInfo, site: Site): StoredArray {
  const { rank, np } = store, own = store.view(leaves, 0), gathered = gather(store, comm, how, combineContribution(how, rank, np, own), site);
  const values = combineFinish(how, rank, np, own, gathered), shape: Shape = how.all ? [] : how.shape.filter((_, axis) => axis !== how.axis);
  return fill(store, store.make(how.element, shape, foldedPlacement(how), site), values);
}

/** What goes before each leaf, stored as the totals are. */
export function carry(store: ArrayStore, comm: Communicator, totals: StoredArray, how: FoldInfo, site: Site): StoredArray {
  const { rank, np } = store, own = store.view(totals, 0), gathered = gather(store, comm, how, carryContribution(how, rank, np, own), site);
  const values = carryFinish(how, rank, np, own, gathered), placement: Placement = how.placement;
  return fill(store, store.make(how.accumulator, how.shape, placement, site, totals.stored), values);
}

/** All ranks' contributions, by rank. */
function gather(store: ArrayStore, comm: Communicator, how: FoldInfo, mine: Float64Array, site: Site): Float64Array[] {
  const { np } = store;
  if (!foldExchanges(how, np)) return Array.from({ length: np }, () => mine);
  const sizes = Array.from({ length: np }, (_, r) => contributionSize(how, r, np)), all = new Float64Array(sizes.reduce((a, b) => a + b, 0));
  let at = 0;
  const parts = sizes.map((size) => all.subarray(at, (at += size)));
  if (sizes.every((size) => size === sizes[0])) comm.allgather(mine, all, site);
  else comm.allgatherv(mine, parts, site);
  return parts;
}

/** Stores as a typed array does: integers wrap. */
function fill(store: ArrayStore, target: StoredArray, values: Float64Array): StoredArray {
  const elements: ElementArray = store.view(target, 0), isBool = target.buffers[0]!.dtype === "bool";
  if (elements.length !== values.length) throw new Error(`internal: a fold of ${values.length} values into ${elements.length} elements`);
  if (isBool) values.forEach((value, k) => (elements[k] = value !== 0 && !Number.isNaN(value) ? 1 : 0));
  else elements.set(values);
  return target;
}
