// gather, histogram, compress: elements chosen by index or by a mask. Indices that are no positions are every rank's error.
import type { Reducer } from "../../collectives/reducer.ts";
import { showShape, spmdError } from "../../errors.ts";
import { distributedAxis, elementCount } from "../../layout/shard.ts";
import { flattened, move } from "../move.ts";
import { agreeOnBad, fetchRows, newLike, positionsOf } from "../route.ts";
import type { LibraryOperator } from "./index.ts";

export const gather: LibraryOperator = (store, { inputs: [a, indices], placements, site, comm, kernel }) => {
  const shape = [...indices!.shape, ...a!.shape.slice(1)], extent = a!.shape[0]!;
  if (comm.size > 1 && distributedAxis(a!.placement) === 0) {
    const rows = positionsOf(store, comm, indices!, extent, true, "gather", site), target = store.make(a!.element, shape, placements[0]!, site);
    fetchRows(store, comm, a!, rows, target, site);
    return [target];
  }
  // All rows are here.
  const target = store.make(a!.element, shape, placements[0]!, site), [given] = indices!.buffers, bad = store.memory.allocate("i32", 1, "a place"), place = store.memory.view(bad).fill(-1);
  target.buffers.forEach((to, field) => kernel(`gather_${given!.dtype}_${to.dtype}`, [given!.length, extent, elementCount(a!.stored.slice(1))], [given!, a!.buffers[field]!, to, bad].map((buffer) => ({ buffer, base: 0, strides: [] })), []));
  store.memory.free(bad);
  agreeOnBad(store, comm, indices!, place[0]!, extent, "gather", site);
  return [target];
};

export const histogram: LibraryOperator = (store, { inputs: [indices], attributes, placements, site, comm, kernel }) => {
  const bins = attributes.bins as number, target = store.make("i32", [bins], placements[0]!, site), [given] = indices!.buffers, bad = store.memory.allocate("i32", 1, "a place");
  const counts = store.view(target, 0).fill(0), place = store.memory.view(bad).fill(-1), spread = comm.size > 1 && (indices!.placement.kind === "block" || indices!.placement.kind === "cyclic");
  kernel(`histogram_${given!.dtype}`, [given!.length, bins], [given!, target.buffers[0]!, bad].map((buffer) => ({ buffer, base: 0, strides: [] })), []);
  store.memory.free(bad);
  agreeOnBad(store, comm, indices!, place[0]!, bins, "histogram", site);
  if (spread) comm.allreduce(counts, counts, sums, site);
  return [target];
};

const sums: Reducer = {
  name: "sum", commutative: true,
  combine(target, t, source, s, count) {
    for (let k = 0; k < count; k++) (target as Int32Array)[t + k]! += (source as Int32Array)[s + k]!;
  },
};

/** The rows (of the mask's number of axes) where the mask is true, in row-major order. */
export const compress: LibraryOperator = (store, { inputs: [a, mask], placements, site, comm }) => {
  const leading = mask!.shape.length, rest = a!.shape.slice(leading), row = elementCount(rest), chosen = store.view(mask!, 0);
  if (leading > a!.shape.length || mask!.shape.some((extent, axis) => extent !== a!.shape[axis])) throw spmdError("SPMD2001", { op: "compress", a: showShape(a!.shape), b: showShape(mask!.shape) }, site);
  let count = 0;
  for (const is of chosen) count += is;
  const spread = comm.size > 1 && (mask!.placement.kind === "block" || mask!.placement.kind === "cyclic"), counts = new Float64Array(comm.size).fill(count);
  if (spread) comm.allgather(new Float64Array([count]), counts, site);
  const ends = counts.map((n, rank) => (spread ? counts.slice(0, rank + 1).reduce((sum, k) => sum + k, 0) : n)), total = spread ? ends.at(-1)! : count;
  const target = store.make(a!.element, [total, ...rest], placements[0]!, site);
  const kept = target.buffers.map((_, field) => {
    const from = store.view(a!, field), to = newLike(from, count * row);
    let at = 0;
    for (let k = 0; k < chosen.length; k++) if (chosen[k]) for (let n = 0; n < row; n++) to[at++] = from[k * row + n]!;
    return to;
  });
  const source = {
    parts: (rank: number) => [{ start: spread ? (ends[rank]! - counts[rank]!) * row : 0, step: 1, count: counts[rank]! * row, halo: 0 }],
    stored: [count * row], view: (field: number) => kept[field]!, fields: kept.length, everywhere: !spread,
  };
  move(comm, [{ source: 0, runs: [{ to: 0, count: total * row, from: 0, step: 1 }] }], [source], flattened(store, target), site);
  return [target];
};
