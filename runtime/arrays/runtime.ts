// The runtime object of one rank: what a driver may call (runtime/abi.ts), put together from the parts beside this file.
import type { DistributedArray, DType, Placement, Runtime, Scalar } from "../abi.ts";
import { blockBounds } from "../layout/bounds.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { effects, type Effect } from "../effects/index.ts";
import { progress } from "../effects/progress.ts";
import type { Output, Whole } from "../effects/whole.ts";
import { SpmdError } from "../errors.ts";
import { fieldsOf, type ElementArray } from "../memory/elements.ts";
import { checkExtent, checkInteger, checkSameShape, checkScalar } from "./checks.ts";
import { carry, combine, together } from "./fold.ts";
import type { CallKernel } from "./kernels.ts";
import { launch } from "./launch.ts";
import { library } from "./library/index.ts";
import { gatherAll } from "./gatherAll.ts";
import { reshard } from "./reshard.ts";
import { scan } from "./scan.ts";
import { storedArray, type ArrayStore, type StoredArray } from "./store.ts";

export interface RuntimeParts {
  readonly store: ArrayStore;
  readonly comm: Communicator;
  readonly call: CallKernel;
  readonly output: Output;
  /** Program parameters given for this run, typed as their defaults are. */
  readonly params: { readonly [name: string]: number | string | boolean };
  /** Seconds. */
  clock(): number;
  /** Writes to a terminal that somebody watches; absent where there is none, and on ranks that do not speak. */
  terminal?(text: string): void;
}

export function createRuntime({ store, comm, call, output, params, clock, terminal }: RuntimeParts): Runtime {
  const now = new Float64Array(1);
  return {
    rank: comm.rank,
    size: comm.size,
    param(name, fallback) {
      const given = Object.hasOwn(params, name) ? params[name] : undefined;
      return given === undefined ? fallback : (given as typeof fallback);
    },
    extent: checkExtent,
    integer: checkInteger,
    scalar: checkScalar,
    sameShape: checkSameShape,
    view: (a, view) => ({ ...storedArray(a), view }),
    launch: (nest, shape, placement, inputs, captures, site) => launch(store, call, nest, shape, placement, inputs.map(storedArray), captures, site),
    scan: (pass, shape, placement, inputs, others, captures, finishCaptures, how, site) => scan(store, comm, call, { pass, shape, placement, inputs: inputs.map(storedArray), others: others.map(storedArray), captures, finishCaptures, how, site }),
    gatherAll: (arrays, site) => gatherAll(store, comm, arrays.map(storedArray), site),
    reshard: (a, to, site) => reshard(store, comm, storedArray(a), to, site),
    combine: (leaves, how, site) => combine(store, comm, storedArray(leaves), how, site),
    carry: (totals, how, site) => carry(store, comm, storedArray(totals), how, site),
    together: (folds, site) => together(store, comm, folds, site),
    call(op, inputs, attributes, placements, site, fold) {
      const operator = Object.hasOwn(library, op) ? library[op] : undefined;
      if (!operator) throw new Error(`internal: there is no library operator ${op}`);
      return operator(store, { inputs: inputs.map(storedArray), attributes, placements, site, comm, kernel: call, ...(fold ? { fold } : {}) });
    },
    effect(name, inputs, args, site) {
      const effect = Object.hasOwn(effects, name) ? effects[name] : undefined;
      if (!effect) throw new Error(`internal: there is no effect ${name}`);
      const mark = store.mark();
      try {
        const placed = inputs.map((input) => reshard(store, comm, storedArray(input), effectPlacement(effect.placement, storedArray(input)), site));
        if (effect.files && comm.size > 1) comm.barrier(site);
        const runsHere = effect.placement !== "root" || comm.rank === 0, given = runsHere ? effect.run(withArrays(args, placed.map((a) => ({ ...wholeArray(store, a), shape: a.stored }))), output, firstRow(placed[0], comm)) : undefined;
        if (effect.files && comm.size > 1) comm.barrier(site);
        return given;
      } catch (error) {
        throw error instanceof SpmdError && error.site === undefined ? new SpmdError(error.code, error.message, error.help, site) : error;
      } finally {
        store.sweep(mark);
      }
    },
    value(a) {
      const array = storedArray(a), fields = fieldsOf(array.element).map(([field, dtype], k) => [field, scalarOf(dtype, store.view(array, k)[0]!)] as const);
      return typeof array.element === "string" ? fields[0]![1] : Object.fromEntries(fields);
    },
    retain(a) {
      store.retain(storedArray(a));
      return a;
    },
    release: (a: DistributedArray) => store.release(storedArray(a)),
    hold(a) {
      store.hold(storedArray(a));
      return a;
    },
    drop: (...arrays) => arrays.forEach((a) => store.drop(storedArray(a))),
    mark: store.mark,
    sweep: store.sweep,
    progress: (n) => progress(n, terminal, clock),
    wtime() {
      now[0] = clock();
      if (comm.size > 1) comm.bcast(now, 0);
      return now[0];
    },
  };
}

/** Rows stay as they are cut. */
function effectPlacement(wanted: Effect["placement"], { placement, shape }: StoredArray): Placement {
  if (wanted !== "rows") return { kind: wanted };
  return shape.length === 0 ? { kind: "replicated" } : { kind: "block", axis: 0, align: placement.kind === "block" && placement.axis === 0 ? placement.align : 1, halo: 0 };
}

const firstRow = (a: StoredArray | undefined, { rank, size }: Communicator): number => (a?.placement.kind === "block" ? blockBounds(a.shape[0]!, a.placement.align, rank, size)[0] : 0);

const scalarOf = (dtype: DType, value: number): Scalar => (dtype === "bool" ? value !== 0 : value);

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
