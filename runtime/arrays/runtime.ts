// The runtime object of one rank: what a driver may call (runtime/abi.ts), put together from the parts beside this file.
import type { DistributedArray, DType, Runtime, Scalar, Site } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { progress } from "../effects/progress.ts";
import type { Output } from "../effects/whole.ts";
import { hasHalo, withoutHalo } from "../layout/shard.ts";
import { fieldsOf } from "../memory/elements.ts";
import { checkExtent, checkInteger, checkSameShape, checkScalar } from "./checks.ts";
import { runEffect } from "./effect.ts";
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
    launch: (nest, shape, placement, inputs, captures, site, spent) => launch(store, call, nest, shape, placement, inputs.map(storedArray), captures, site, spent),
    scan: (pass, shape, placement, inputs, others, captures, finishCaptures, how, site) => scan(store, comm, call, { pass, shape, placement, inputs: inputs.map(storedArray), others: others.map(storedArray), captures, finishCaptures, how, site }),
    gatherAll: (arrays, site) => gatherAll(store, comm, arrays.map(storedArray), site),
    reshard: (a, to, site) => reshard(store, comm, storedArray(a), to, site),
    combine: (leaves, how, site) => combine(store, comm, storedArray(leaves), how, site),
    carry: (totals, how, site) => carry(store, comm, storedArray(totals), how, site),
    together: (folds, site) => together(store, comm, folds, site),
    call(op, inputs, attributes, placements, site, fold) {
      const operator = Object.hasOwn(library, op) ? library[op] : undefined;
      if (!operator) throw new Error(`internal: there is no library operator ${op}`);
      return operator(store, { inputs: inputs.map((input) => dense(store, comm, storedArray(input), site)), attributes, placements, site, comm, kernel: call, ...(fold ? { fold } : {}) });
    },
    effect: (name, inputs, args, site) => runEffect(store, comm, output, name, inputs, args, site),
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

/** Library operators know nothing of room between rows. */
const dense = (store: ArrayStore, comm: Communicator, a: StoredArray, site: Site): StoredArray => (hasHalo(a.placement) ? reshard(store, comm, a, withoutHalo(a.placement), site) : a);

const scalarOf = (dtype: DType, value: number): Scalar => (dtype === "bool" ? value !== 0 : value);
