// What the program does with arrays (effects/index.ts), on this rank: places them as the effect asks, runs it where it runs, and lets no rank go on before its
// files are there.
import type { DistributedArray, Placement, Site } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { effects, type Effect } from "../effects/index.ts";
import type { Output, Share, Whole } from "../effects/whole.ts";
import { SpmdError } from "../errors.ts";
import { blockBounds } from "../layout/bounds.ts";
import { fieldsOf, type ElementArray } from "../memory/elements.ts";
import { reshard } from "./reshard.ts";
import { storedArray, type ArrayStore, type StoredArray } from "./store.ts";

export function runEffect(store: ArrayStore, comm: Communicator, output: Output, name: string, inputs: readonly DistributedArray[], args: readonly unknown[], site: Site): unknown {
  const effect = Object.hasOwn(effects, name) ? effects[name] : undefined;
  if (!effect) throw new Error(`internal: there is no effect ${name}`);
  const mark = store.mark();
  try {
    const placed = inputs.map((input) => reshard(store, comm, storedArray(input), effectPlacement(effect.placement, storedArray(input)), site));
    if (effect.files && comm.size > 1) comm.barrier(site);
    const runsHere = effect.placement !== "root" || comm.rank === 0, [first] = placed, share = effect.placement === "rows" && first && comm.size > 1 ? shareOf(store, comm, first, site) : undefined;
    const given = runsHere ? effect.run(withArrays(args, placed.map((a) => ({ ...wholeArray(store, a), shape: a.stored }))), output, share) : undefined;
    if (effect.files && comm.size > 1) comm.barrier(site);
    return given;
  } catch (error) {
    throw error instanceof SpmdError && error.site === undefined ? new SpmdError(error.code, error.message, error.help, site) : error;
  } finally {
    store.sweep(mark);
  }
}

/** Rows stay as they are cut. */
function effectPlacement(wanted: Effect["placement"], { placement, shape }: StoredArray): Placement {
  if (wanted !== "rows") return { kind: wanted };
  return shape.length === 0 ? { kind: "replicated" } : { kind: "block", axis: 0, align: placement.kind === "block" && placement.axis === 0 ? placement.align : 1, halo: 0 };
}

function shareOf(store: ArrayStore, comm: Communicator, a: StoredArray, site: Site): Share {
  return {
    rank: comm.rank,
    shape: a.shape,
    first: a.placement.kind === "block" ? blockBounds(a.shape[0]!, a.placement.align, comm.rank, comm.size)[0] : 0,
    words: (mine) => comm.collect(new TextEncoder().encode(mine), undefined, true, site).map((word) => new TextDecoder().decode(word)),
    whole: () => wholeArray(store, reshard(store, comm, a, { kind: "root" }, site)),
  };
}

/** Views of the array's elements, where this rank has all of them. Not to be kept. */
export function wholeArray(store: ArrayStore, a: StoredArray): Whole {
  const data: { [field: string]: ElementArray } = {};
  fieldsOf(a.element).forEach(([field], k) => (data[field] = store.view(a, k)));
  return { element: a.element, shape: a.shape, data };
}

/** The arguments as the user wrote them: `{ array: k }` stands for the k-th array. */
function withArrays(args: readonly unknown[], arrays: readonly Whole[]): readonly unknown[] {
  let next = 0;
  return args.map((arg) => {
    const isPlace = typeof arg === "object" && arg !== null && "array" in arg && arg.array === next && Object.keys(arg).length === 1 && next < arrays.length;
    return isPlace ? arrays[next++] : arg;
  });
}
