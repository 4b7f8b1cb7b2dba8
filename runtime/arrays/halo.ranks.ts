// What halo.test.ts runs on every rank: a time loop of a stencil along the first axis, as a driver would run it.
import { boundaryPosition, type Boundary, type FoldInfo, type NestInfo, type Placement, type Shape } from "../abi.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { elementCount } from "../layout/shard.ts";
import { elementBytes } from "../memory/elements.ts";
import { rankMemory, type RankMemory } from "../memory/rankMemory.ts";
import { combine } from "./fold.ts";
import { scriptKernels } from "./kernels.ts";
import { launch } from "./launch.ts";
import { keepPart } from "./library/part.ts";
import { reshard } from "./reshard.ts";
import { arrayStore } from "./store.ts";

export interface HaloLoop {
  readonly shape: Shape;
  readonly halo: number;
  readonly boundary: Boundary;
  readonly trips: number;
}

export interface HaloLoopResult {
  /** The whole array at the end, and the sums of the last trip's columns. */
  readonly values: readonly number[];
  readonly sums: readonly number[];
  /** Buffers of a trip after the second that lie outside the memory of the first two; bytes that the rank's memory grew by after the second. */
  readonly fresh: number;
  readonly grown: number;
  /** Calls of the kernel in the last trip: more than one where edges were computed apart. */
  readonly calls: number;
  /** Bytes that the last trip's exchange took beside the arrays. */
  readonly leaked: number;
}

/** out[i, j] = (2 in[i - halo, j] - in[i + halo, j] + i) mod 97, and the leaves of its sum along the rows: as 6-emit would print it. */
function kernel({ halo, boundary }: HaloLoop, called: () => void) {
  return () => ({
    step([input, out, leaf]: readonly ArrayBufferView[], rows: number, start: number, _step: number, extent: number, columns: number, _s1: number, _d1: number, _e1: number, ib: number, i0: number, i1: number, ob: number, o0: number, o1: number, lb: number, l0: number, l1: number) {
      called();
      const a = input as Float64Array, to = out as Float64Array, leaves = leaf as Float64Array, outside = boundary.kind === "value" ? Number(boundary.value) : 0;
      const read = (p: number, q: number): number => {
        const place = rows === extent ? boundaryPosition(p, rows, boundary.kind) : p;
        return place === undefined ? outside : a[ib + place * i0 + q * i1]!;
      };
      for (let p = 0; p < rows; p++)
        for (let q = 0; q < columns; q++) {
          const value = (((2 * read(p - halo, q) - read(p + halo, q) + start + p) % 97) + 97) % 97, at = lb + Math.floor(p / 8) * l0 + q * l1;
          to[ob + p * o0 + q * o1] = value;
          leaves[at] = p % 8 === 0 ? value : leaves[at]! + value;
        }
    },
  });
}

export function haloLoop(comm: Communicator, argument: unknown): HaloLoopResult {
  const how = argument as HaloLoop, { shape, halo, boundary, trips } = how, blocks: Placement = { kind: "block", axis: 0, align: 8, halo: 0 };
  let used = 0, trip = 0, fresh = 0, usedBefore = 0, calls = 0, most = 0;
  const own = rankMemory(comm.memory(comm.rank), { np: comm.size, total: undefined, allocated: () => 0, uses: (bytes) => void (used = bytes) });
  const memory: RankMemory = {
    ...own,
    allocate(dtype, length, what) {
      const buffer = own.allocate(dtype, length, what);
      const end = buffer.address + length * elementBytes(dtype);
      if (trip > 2 && end > most) fresh++;
      most = Math.max(most, end);
      return buffer;
    },
  };
  const store = arrayStore(memory, comm.rank, comm.size), call = scriptKernels({ script: kernel(how, () => void calls++), failures: [] }, memory);
  const axes = [{ loop: 0, offset: halo, per: 1 }, { loop: 1, offset: 0, per: 1 }];
  const nest: NestInfo = { name: "step", ndim: 2, inputs: [{ axes }], outputs: [{ mode: "store", element: "f64", room: { halos: [halo], corners: false } }, { mode: "leaf", axis: 0, element: "f64" }] };
  const fold: FoldInfo = { shape, placement: blocks, axis: 0, all: false, monoid: { name: "add", identity: 0, combine: (x: number, y: number) => x + y }, accumulator: "f64", element: "f64" };
  let u = keepPart(store, { element: "f64", shape, data: { "": Float64Array.from({ length: elementCount(shape) }, (_, k) => (k * 37) % 97) } }, blocks, "test"), sums: number[] = [];
  store.retain(u);
  const mark = store.mark();
  for (trip = 1; trip <= trips; trip++) {
    store.sweep(mark);
    if (trip === 3) usedBefore = used;
    calls = 0;
    const around = reshard(store, comm, u, { kind: "block", axis: 0, align: 8, halo, boundary }, "test");
    // Once more: what does not change is there already.
    const again = reshard(store, comm, u, { kind: "block", axis: 0, align: 8, halo, boundary }, "test");
    const [next, leaves] = launch(store, call, nest, shape, blocks, [trip % 2 === 0 ? again : around], [], "test");
    sums = [...store.view(combine(store, comm, leaves!, fold, "test"), 0)];
    store.retain(next!);
    store.release(u);
    u = next!;
  }
  store.sweep(mark);
  const whole = reshard(store, comm, u, { kind: "replicated" }, "test"), values = [...store.view(whole, 0)];
  store.sweep(0);
  store.release(u);
  return { values, sums, fresh, grown: trips > 2 ? used - usedBefore : 0, calls, leaked: memory.used() };
}
