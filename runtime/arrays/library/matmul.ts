// matmul: this rank's rows or columns of the product, block by block: blocks of both operands are packed for the kernel (compiler/ops/matmulKernel.ts, which
// says how), in the order of additions that compiler/ops/matmul.ts fixes. An operand that is cut the wrong way goes round in a ring, one part at a time.
import type { DType } from "../../abi.ts";
import type { Communicator } from "../../communicator/communicator.ts";
import { showShape, spmdError } from "../../errors.ts";
import { axisPart, distributedAxis, elementCount } from "../../layout/shard.ts";
import type { Buffer } from "../../memory/rankMemory.ts";
import type { CallKernel } from "../kernels.ts";
import type { ArrayStore, StoredArray } from "../store.ts";
import type { LibraryOperator } from "./index.ts";

/** Of k: how many products are added up in one go. Of rows and columns: what stays in the caches. */
const kBlock = 256, rowBlock = 128, columnBlock = 512, panelRows = 4;

export const matmul: LibraryOperator = (store, { inputs, attributes, placements, site, comm, kernel }) => {
  const [a, b] = inputs as readonly [StoredArray, StoredArray], batch = numberOr(attributes.batch, a.shape.length - 2), shared = numberOr(attributes.shared, 1), left = a.shape.length - shared;
  const inner = a.shape.slice(left), other = b.shape.slice(batch, batch + shared);
  if (inner.some((extent, axis) => extent !== other[axis])) throw spmdError("SPMD2092", { op: "matmul", a: showShape(a.shape), b: showShape(b.shape) }, site);
  const dtypes = inputs.map((x) => x.element as DType), element = dtypes.includes("f64") ? "f64" : dtypes[0]!, computed = element === "f32" ? "f32" : "f64";
  const target = store.make(element, [...a.shape.slice(0, left), ...b.shape.slice(batch + shared)], placements[0]!, site), to = element === computed ? target.buffers[0]! : store.memory.allocate(computed, elementCount(target.stored), "sums of a product");
  const stacks = elementCount(target.stored.slice(0, batch)), m = elementCount(target.stored.slice(batch, left)), n = elementCount(target.stored.slice(left)), k = elementCount(inner);
  const pass = passing(store, a, b, target, batch);
  const multiply = multiplier(store, kernel, computed), result = { buffer: to, stride: n };
  if (pass === undefined) for (let s = 0; s < stacks; s++) multiply({ buffer: a.buffers[0]!, at: s * m * k, stride: k }, { buffer: b.buffers[0]!, at: s * k * n, stride: n }, { ...result, at: s * m * n }, m, n, k);
  else if (pass === b) ring(store, comm, b, 1, (buffer, start, count) => multiply({ buffer: a.buffers[0]!, at: 0, stride: k }, { buffer, at: 0, stride: count }, { ...result, at: start }, m, count, k));
  else ring(store, comm, a, 0, (buffer, start, count) => multiply({ buffer, at: 0, stride: k }, { buffer: b.buffers[0]!, at: 0, stride: n }, { ...result, at: start * n }, count, n, k));
  multiply.end();
  if (to !== target.buffers[0]) {
    store.view(target, 0).set(store.memory.view(to));
    store.memory.free(to);
  }
  return [target];
};

const numberOr = (value: unknown, otherwise: number): number => (typeof value === "number" ? value : otherwise);

/** The operand of which each rank has a part and needs all. */
function passing({ np }: ArrayStore, a: StoredArray, b: StoredArray, target: StoredArray, batch: number): StoredArray | undefined {
  if (np === 1 || distributedAxis(a.placement) === undefined || distributedAxis(b.placement) === undefined || distributedAxis(target.placement)! < batch) return undefined;
  return distributedAxis(target.placement) === batch ? b : a;
}

/** Calls `use` with each rank's part of an axis of `x`, one's own first; then it goes on to the next rank, and the one before sends another. */
function ring(store: ArrayStore, comm: Communicator, x: StoredArray, axis: number, use: (part: Buffer, start: number, count: number) => void): void {
  const { rank, np } = store, partOf = (r: number) => axisPart(x.shape[axis]!, axis, x.placement, r, np), row = elementCount(x.shape) / Math.max(1, x.shape[axis]!);
  const most = Math.max(...Array.from({ length: np }, (_, r) => partOf(r).count)) * row, dtype = x.buffers[0]!.dtype;
  const room = [0, 1].map(() => store.memory.allocate(dtype, most, "a part of an operand")), after = (rank + 1) % np, before = (rank + np - 1) % np;
  let held = x.buffers[0]!;
  for (let step = 0; step < np; step++) {
    const { start, count } = partOf((rank + np - step) % np), next = room[step % 2]!, coming = partOf((rank + 2 * np - step - 1) % np).count * row;
    if (count > 0) use(held, start, count);
    if (step < np - 1) comm.sendrecv(store.memory.view(held).subarray(0, count * row), after, store.memory.view(next).subarray(0, coming), before, ringTag);
    held = next;
  }
  room.forEach(store.memory.free);
}

const ringTag = 1;

/** A matrix in a buffer, row by row. */
interface Matrix {
  readonly buffer: Buffer;
  readonly at: number;
  readonly stride: number;
}

interface Multiply {
  /** c = a b, of m x k and k x n elements. */
  (a: Matrix, b: Matrix, c: Matrix, m: number, n: number, k: number): void;
  end(): void;
}

function multiplier(store: ArrayStore, kernel: CallKernel, dtype: "f64" | "f32"): Multiply {
  const { memory } = store, panel = dtype === "f64" ? 8 : 16, scratch = (length: number): Buffer => memory.allocate(dtype, length, "blocks of a product");
  const left = scratch(rowBlock * kBlock), right = scratch(columnBlock * kBlock), tile = scratch(panelRows * panel);
  const pack = (what: string, { buffer, stride }: Matrix, at: number, to: Buffer, count: number, depth: number): void =>
    kernel(`matmul_${what}_${buffer.dtype}_${dtype}`, [count, depth, stride], [{ buffer, base: at, strides: [] }, { buffer: to, base: 0, strides: [] }], []);
  const multiply = (a: Matrix, b: Matrix, c: Matrix, m: number, n: number, k: number): void => {
    if (k === 0) for (let i = 0; i < m; i++) memory.view(c.buffer).fill(0, c.at + i * c.stride, c.at + i * c.stride + n);
    for (let j = 0; j < n; j += columnBlock) for (let p = 0; p < k; p += kBlock) {
      const columns = Math.min(columnBlock, n - j), depth = Math.min(kBlock, k - p);
      pack("columns", b, b.at + p * b.stride + j, right, columns, depth);
      for (let i = 0; i < m; i += rowBlock) {
        const rows = Math.min(rowBlock, m - i);
        pack("rows", a, a.at + i * a.stride + p, left, rows, depth);
        kernel(`matmul_${dtype}`, [rows, columns, depth], [{ buffer: left, base: 0, strides: [] }, { buffer: right, base: 0, strides: [] }, { buffer: c.buffer, base: c.at + i * c.stride + j, strides: [c.stride] }, { buffer: tile, base: 0, strides: [] }], [Number(p === 0)]);
      }
    }
  };
  return Object.assign(multiply, { end: () => [left, right, tile].forEach(memory.free) });
}
