// scatter: values combined into the rows that indices name, in the order of the indices. An index that is no position is every rank's error.
//
//   into in blocks, or all here     values go to the ranks that hold their rows, which combine them
//   into everywhere, indices spread     each rank combines its values into a copy of its own that begins with what changes nothing; the copies are combined, rank by rank
//
// The second way is for functions that give the same in any order (compiler/ops/scatter.ts), and for values that replace each other.
import type { CallFold, MonoidInfo, RecordMonoidInfo } from "../../abi.ts";
import type { Communicator } from "../../communicator/communicator.ts";
import type { Reducer } from "../../collectives/reducer.ts";
import { showShape, spmdError } from "../../errors.ts";
import { distributedAxis, elementCount } from "../../layout/shard.ts";
import { fieldsOf, newElements, type ElementArray } from "../../memory/elements.ts";
import { reshard } from "../reshard.ts";
import { positionsOf, sendRows } from "../route.ts";
import type { ArrayStore, StoredArray } from "../store.ts";
import type { LibraryCall, LibraryOperator } from "./index.ts";

export const scatter: LibraryOperator = (store, call) => {
  const { inputs: [into, indices, values], placements, site, comm, fold } = call, shape = [...indices!.shape, ...into!.shape.slice(1)];
  if (shape.length !== values!.shape.length || shape.some((extent, axis) => extent !== values!.shape[axis])) throw spmdError("SPMD2001", { op: "scatter", a: showShape(shape), b: showShape(values!.shape) }, site);
  if (comm.size > 1 && distributedAxis(placements[0]!) === undefined && distributedAxis(indices!.placement) !== undefined) {
    if (!inAnyOrder(store, comm, call)) return scatter(store, { ...call, inputs: [into!, reshard(store, comm, indices!, { kind: "replicated" }, site), reshard(store, comm, values!, { kind: "replicated" }, site)] });
    return [intoCopies(store, call)];
  }
  const rows = positionsOf(store, comm, indices!, into!.shape[0]!, true, "scatter", site), target = copyOf(store, call), fields = target.buffers.map((_, field) => store.view(values!, field));
  const sent = sendRows(store, comm, target, rows, fields, site), row = elementCount(target.stored.slice(1)), totals = totalsOf(store, target, fold);
  const put = putter(fold, totals, sent.values);
  for (let k = 0; k < sent.places.length; k++) for (let n = 0, at = sent.places[k]! * row; n < row; n++) put(at + n, k * row + n);
  keep(store, target, totals);
  return [target];
};

function copyOf(store: ArrayStore, { inputs: [into], placements, site }: LibraryCall): StoredArray {
  const target = store.make(into!.element, into!.shape, placements[0]!, site);
  target.buffers.forEach((_, field) => store.view(target, field).set(store.view(into!, field)));
  return target;
}

/** Where values are combined, one list a field: the elements themselves, or wider copies. */
function totalsOf(store: ArrayStore, target: StoredArray, fold: CallFold | undefined): readonly ElementArray[] {
  const dtypes = fold ? fieldsOf(fold.accumulator).map(([, dtype]) => dtype) : [];
  return target.buffers.map(({ dtype, length }, field) => {
    const elements = store.view(target, field);
    if (!fold || dtypes[field] === dtype) return elements;
    const wide = newElements(dtypes[field]!, length);
    wide.set(elements);
    return wide;
  });
}

const keep = (store: ArrayStore, target: StoredArray, totals: readonly ElementArray[]): void => target.buffers.forEach((_, field) => {
  const elements = store.view(target, field);
  if (totals[field] !== elements) elements.set(totals[field]!);
});

/** Combines element `from` of the values into element `at`. */
function putter(fold: CallFold | undefined, totals: readonly ElementArray[], values: readonly ElementArray[]): (at: number, from: number) => void {
  if (fold && typeof fold.accumulator !== "string") {
    const { combine } = fold.monoid as RecordMonoidInfo;
    return (at, from) => combine(...totals.map((total) => total[at]!), ...values.map((value) => value[from]!)).forEach((x, field) => (totals[field]![at] = x));
  }
  const [total, value] = [totals[0]!, values[0]!], { combine } = (fold?.monoid ?? { combine: (_: number, b: number) => b }) as MonoidInfo;
  return (at, from) => void (total[at] = combine(total[at]!, value[from]!));
}

/** Integers are added up exactly as long as no sum can reach 2^53. */
function inAnyOrder(store: ArrayStore, comm: Communicator, { inputs: [, indices, values], fold, site }: LibraryCall): boolean {
  const { dtype } = values!.buffers[0]!;
  if (fold?.monoid.name !== "add" || (dtype !== "i32" && dtype !== "u32")) return true;
  const most = new Float64Array(1);
  for (const value of store.view(values!, 0)) most[0] = Math.max(most[0]!, Math.abs(value));
  comm.allreduce(most, most, maxima, site);
  return elementCount(indices!.shape) * most[0]! + 2 ** 32 < 2 ** 53;
}

const maxima: Reducer = {
  name: "max", commutative: true,
  combine(target, t, source, s, count) {
    for (let k = 0; k < count; k++) target[t + k] = Math.max(Number(target[t + k]), Number(source[s + k]));
  },
};

function intoCopies(store: ArrayStore, call: LibraryCall): StoredArray {
  const { inputs: [into, indices, values], site, comm, fold } = call, rows = positionsOf(store, comm, indices!, into!.shape[0]!, true, "scatter", site), value = store.view(values!, 0);
  const target = copyOf(store, call), elements = store.view(target, 0), row = elementCount(target.stored.slice(1));
  if (!fold) {
    // Whether there is a value, and which.
    const copy = new Float64Array(2 * elements.length);
    for (let k = 0; k < rows.length; k++) for (let n = 0, at = 2 * rows[k]! * row; n < row; n++, at += 2) [copy[at], copy[at + 1]] = [1, value[k * row + n]!];
    comm.allreduce(copy, copy, lastValues, site);
    for (let at = 0; at < elements.length; at++) if (copy[2 * at]) elements[at] = copy[2 * at + 1]!;
    return target;
  }
  const { combine, identity } = fold.monoid as MonoidInfo, copy = new Float64Array(elements.length).fill(Number(identity)), totals = totalsOf(store, target, fold), put = putter(fold, totals, [copy]);
  for (let k = 0; k < rows.length; k++) for (let n = 0, at = rows[k]! * row; n < row; n++) copy[at + n] = combine(copy[at + n]!, value[k * row + n]!);
  comm.allreduce(copy, copy, {
    name: fold.monoid.name, commutative: true,
    combine(to, t, source, s, count) {
      for (let k = 0; k < count; k++) to[t + k] = combine(Number(to[t + k]), Number(source[s + k]));
    },
  }, site);
  for (let at = 0; at < elements.length; at++) put(at, at);
  keep(store, target, totals);
  return target;
}

/** Pairs: that of the last rank that has one. */
const lastValues: Reducer = {
  name: "last", commutative: false, unit: 2,
  combine(target, t, source, s, count) {
    for (let k = 0; k < count; k += 2) if (source[s + k]) [target[t + k], target[t + k + 1]] = [source[s + k]!, source[s + k + 1]!];
  },
};
