// What the tests of this folder run on every rank.
import type { DType, FoldInfo, NestInfo, Placement, Shape } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { elementCount, hasHalo, shardParts } from "../layout/shard.ts";
import { newElements } from "../memory/elements.ts";
import { rankMemory } from "../memory/rankMemory.ts";
import { carry, combine } from "./fold.ts";
import { scriptKernels, type CallKernel } from "./kernels.ts";
import { gatherAll } from "./gatherAll.ts";
import { launch } from "./launch.ts";
import { keepPart } from "./library/part.ts";
import { reshard } from "./reshard.ts";
import { arrayStore, type ArrayStore, type StoredArray } from "./store.ts";

function storeOf(comm: Communicator): ArrayStore {
  return arrayStore(rankMemory(comm.memory(comm.rank), { np: comm.size, total: undefined, allocated: () => 0, uses: () => {} }), comm.rank, comm.size);
}

const value = (k: number): number => (k * 37) % 101;

function wholeOf(store: ArrayStore, dtype: DType, shape: Shape, placement: Placement): StoredArray {
  const data = newElements(dtype, elementCount(shape));
  for (let k = 0; k < data.length; k++) data[k] = value(k);
  return keepPart(store, { element: dtype, shape, data: { "": data } }, placement, "test");
}

/** Several lists, one after the other. */
export function allReshards(comm: Communicator, argument: unknown): string[] {
  return (argument as readonly unknown[]).flatMap((one) => reshards(comm, one));
}

/** Arrays of several dtypes and placements, gathered at once: where a rank holds something else than all of each, and bytes that are not given back. */
export function gathersAll(comm: Communicator, argument: unknown): string[] {
  const cases = argument as readonly (readonly { shape: Shape; placement: Placement; dtype: DType }[])[], store = storeOf(comm), wrong: string[] = [];
  for (const list of cases) {
    const mark = store.mark(), used = store.memory.used(), arrays = list.map(({ shape, placement, dtype }) => wholeOf(store, dtype, shape, placement));
    gatherAll(store, comm, arrays, "test").forEach((found, k) => {
      const { shape, dtype } = list[k]!, wanted = wholeOf(store, dtype, shape, { kind: "replicated" }), a = store.view(found, 0), b = store.view(wanted, 0);
      if (a.length !== b.length || b.some((element, at) => element !== a[at])) wrong.push(`${dtype} [${shape.join(", ")}] from ${JSON.stringify(list[k]!.placement)}: ${a.join(" ")}`);
    });
    store.sweep(mark);
    if (store.memory.used() !== used) wrong.push(`${store.memory.used() - used} bytes are left`);
  }
  return wrong;
}

/** Every placement of the list to every other: where a rank holds something else than its part of the whole array. */
export function reshards(comm: Communicator, argument: unknown): string[] {
  const { shape, placements, dtype } = argument as { shape: Shape; placements: Placement[]; dtype: DType }, store = storeOf(comm), wrong: string[] = [];
  for (const from of placements)
    for (const to of placements) {
      const mark = store.mark(), source = wholeOf(store, dtype, shape, from), found = reshard(store, comm, source, to, "test");
      // One rank makes no halo: its kernels look up the boundary.
      const wanted = wholeOf(store, dtype, shape, found.placement);
      const a = store.view(found, 0), b = store.view(wanted, 0);
      // Halos of a rank without elements are never read, and a 0-dimensional array at the root is nothing elsewhere.
      const read = !(to.kind === "root" && comm.rank > 0) && a.length === b.length && (!hasHalo(to) || comm.size === 1 || shardParts(shape, to, comm.rank, comm.size).every((part) => part.count > 0));
      if (a.length !== b.length || (read && a.some((x, k) => x !== b[k]))) wrong.push(`${JSON.stringify(from)} -> ${JSON.stringify(to)}: ${[...a].slice(0, 20).join(" ")} instead of ${[...b].slice(0, 20).join(" ")}`);
      store.sweep(mark);
    }
  if (store.memory.used() !== 0) wrong.push(`${store.memory.used()} bytes were not freed`);
  return wrong;
}

/** Kernels by hand, as 6-emit would print them. */
function kernels(store: ArrayStore): CallKernel {
  const script = (fail: (site: number, ...values: number[]) => never) => ({
    /** store [n]: out = 2 in + global index */
    twice([input, out]: readonly ArrayBufferView[], count: number, start: number, step: number, _extent: number, ib: number, is: number, ob: number, os: number) {
      for (let p = 0; p < count; p++) (out as Float64Array)[ob + p * os] = 2 * (input as Float64Array)[ib + p * is]! + (start + p * step);
    },
    /** leaf [n]: sums of 128 in order (not the lanes of the canonical order: the tests above it only need a fixed one) */
    leaves([input, out]: readonly ArrayBufferView[], count: number, _start: number, _step: number, _extent: number, ib: number, is: number, ob: number, os: number) {
      for (let leaf = 0; leaf * 128 < count; leaf++) {
        let sum = 0;
        for (let p = leaf * 128; p < Math.min(count, (leaf + 1) * 128); p++) sum += (input as Float64Array)[ib + p * is]!;
        (out as Float64Array)[ob + leaf * os] = sum;
      }
    },
    /** scan [n]: prefixes in each leaf, and the leaves' totals */
    scan([input, prefixes, totals]: readonly ArrayBufferView[], count: number, _start: number, _step: number, _extent: number, ib: number, is: number, pb: number, ps: number, tb: number, ts: number) {
      for (let leaf = 0; leaf * 128 < count; leaf++) {
        let sum = 0;
        for (let p = leaf * 128; p < Math.min(count, (leaf + 1) * 128); p++) (prefixes as Float64Array)[pb + p * ps] = sum += (input as Float64Array)[ib + p * is]!;
        (totals as Float64Array)[tb + leaf * ts] = sum;
      }
    },
    /** store [n]: out = carry of the leaf + prefix */
    add([prefixes, carries, out]: readonly ArrayBufferView[], count: number, _start: number, _step: number, _extent: number, pb: number, ps: number, cb: number, cs: number, ob: number, os: number) {
      for (let p = 0; p < count; p++) (out as Float64Array)[ob + p * os] = (carries as Float64Array)[cb + Math.floor(p / 128) * cs]! + (prefixes as Float64Array)[pb + p * ps]!;
    },
    boom: () => fail(0, 7, 1),
  });
  return scriptKernels({ script, failures: [{ error: "RangeError", parts: ["no ", " please, ", "!"], values: ["", "bool"], site: "a.ts:1:2" }] }, store.memory);
}

const plain = [{ loop: 0, offset: 0, per: 1 }], perLeaf = [{ loop: 0, offset: 0, per: 128 }];
const nests: { readonly [name: string]: NestInfo } = {
  twice: { name: "twice", ndim: 1, inputs: [{ axes: plain }], outputs: [{ mode: "store", element: "f64" }] },
  leaves: { name: "leaves", ndim: 1, inputs: [{ axes: plain }], outputs: [{ mode: "leaf", axis: 0, element: "f64" }] },
  scan: { name: "scan", ndim: 1, inputs: [{ axes: plain }], outputs: [{ mode: "scan", element: "f64" }] },
  add: { name: "add", ndim: 1, inputs: [{ axes: plain }, { axes: perLeaf }], outputs: [{ mode: "store", element: "f64" }] },
  boom: { name: "boom", ndim: 1, inputs: [], outputs: [] },
};

const aligned: Placement = { kind: "block", axis: 0, align: 128, halo: 0 };

/** map, then a sum of all: the sum, and the mapped array gathered. */
export function mapAndSum(comm: Communicator, argument: unknown): { sum: number; mapped: number[] } {
  const { n, input, loop } = argument as { n: number; input: Placement; loop: Placement }, store = storeOf(comm), call = kernels(store);
  const a = wholeOf(store, "f64", [n], input), [mapped] = launch(store, call, nests.twice!, [n], loop, [a], [], "test"), blocks = reshard(store, comm, mapped!, aligned, "test");
  const [leaves] = launch(store, call, nests.leaves!, [n], aligned, [blocks], [], "test");
  const how: FoldInfo = { shape: [n], placement: aligned, axis: 0, all: true, monoid: { name: "add", identity: 0, combine: (x: number, y: number) => x + y }, accumulator: "f64", element: "f64" };
  const sum = store.view(combine(store, comm, leaves!, how, "test"), 0)[0]!, whole = reshard(store, comm, mapped!, { kind: "replicated" }, "test");
  return { sum, mapped: [...store.view(whole, 0)] };
}

export function mapsAndSums(comm: Communicator, argument: unknown): { sum: number; mapped: number[] }[] {
  return (argument as readonly unknown[]).map((one) => mapAndSum(comm, one));
}

export function prefixSums(comm: Communicator, argument: unknown): number[] {
  const { n } = argument as { n: number }, store = storeOf(comm), call = kernels(store), input = wholeOf(store, "f64", [n], aligned);
  const [prefixes, totals] = launch(store, call, nests.scan!, [n], aligned, [input], [], "test");
  const how: FoldInfo = { shape: [n], placement: aligned, axis: 0, all: false, monoid: { name: "add", identity: 0, combine: (x: number, y: number) => x + y }, accumulator: "f64", element: "f64" };
  const carries = carry(store, comm, totals!, how, "test"), [sums] = launch(store, call, nests.add!, [n], aligned, [prefixes!, carries], [], "test");
  return [...store.view(reshard(store, comm, sums!, { kind: "replicated" }, "test"), 0)];
}

export function kernelFailure(comm: Communicator): string {
  const store = storeOf(comm);
  try {
    launch(store, kernels(store), nests.boom!, [comm.size], { kind: "block", axis: 0, align: 1, halo: 0 }, [], [], "test");
    return "nothing was thrown";
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : "no error";
  }
}

/** A loop that keeps two arrays alive in turn: how much memory it took. */
export function loopMemory(comm: Communicator): number {
  const store = storeOf(comm), call = kernels(store);
  let slot = wholeOf(store, "f64", [100_000], aligned);
  store.retain(slot);
  const mark = store.mark();
  for (let trip = 0; trip < 100; trip++) {
    store.sweep(mark);
    const [next] = launch(store, call, nests.twice!, [100_000], aligned, [slot], [], "test");
    store.retain(next!);
    store.release(slot);
    slot = next!;
  }
  store.sweep(mark);
  return comm.memory(comm.rank).buffer.byteLength;
}
