// fft, ifft: along one axis that every rank has whole, or of one line that is spread over the ranks (spreadFourier.ts). Several lines at once, interleaved, so that the kernels' vectors hold neighbouring ones: what a line gives
// does not depend on the others. The stages are kernels (compiler/ops/fftKernel.ts); what they compute is compiler/ops/fourier.ts.
//
//   lines of x   ->   x[k * lines + line]   ->   stage, stage, ... by turns between two buffers   ->   lines of the result
import type { ElementType, Placement } from "../../abi.ts";
import { chirp, convolutionLength, radicesOf, rootsOfUnity, type ComplexList } from "../../fourier/roots.ts";
import { distributedAxis, elementCount } from "../../layout/shard.ts";
import type { Buffer } from "../../memory/rankMemory.ts";
import type { CallKernel } from "../kernels.ts";
import type { ArrayStore } from "../store.ts";
import type { LibraryOperator } from "./index.ts";
import { spreadTransform, type Into, type List } from "./spreadFourier.ts";

/** Elements of what is transformed together: fits into the caches. */
const togetherElements = 8192, mostLines = 8;

const transform = (inverse: boolean): LibraryOperator => (store, { inputs: [a], attributes, placements, site, kernel, comm }) => {
  const { axes = [-1] } = (attributes.options ?? {}) as { readonly axes?: readonly number[] }, axis = axes[0]! < 0 ? axes[0]! + a!.shape.length : axes[0]!, single = isSingle(a!.element);
  const target = store.make(single ? { re: "f32", im: "f32" } : { re: "f64", im: "f64" }, a!.shape, placements[0]!, site), n = a!.shape[axis]!, lines = n === 0 ? 0 : elementCount(a!.stored) / n;
  if (n > 0 && comm.size > 1 && distributedAxis(a!.placement) === axis) {
    const field = (part: number): List | undefined => (a!.buffers.length > 1 ? () => store.view(a!, inverse ? 1 - part : part) : part === (inverse ? 1 : 0) ? () => store.view(a!, 0) : undefined);
    const given = [0, 1].map((part) => () => store.view(target, inverse ? 1 - part : part)), wide = single ? given.map((list) => new Float64Array(list().length)) : undefined, results = wide ? wide.map((list) => () => list) : given;
    spreadTransform({ store, comm, kernel, site }, n, (a!.placement as Placement & { readonly kind: "block" }).align, { re: field(0), im: field(1) }, results as readonly List[] as Into);
    if (inverse || wide) results.forEach((list, part) => {
      const from = list(), to = given[part]!(), factor = inverse ? 1 / n : 1;
      for (let k = 0; k < to.length; k++) to[k] = from[k]! * factor;
    });
    return [target];
  }
  if (lines === 0) return [target];
  const inner = elementCount(a!.stored.slice(axis + 1)), plan = planOf(store, kernel, n), scale = inverse ? 1 / n : 1;
  const together = Math.max(1, Math.min(mostLines, lines, 2 ** Math.floor(Math.log2(Math.max(1, togetherElements / plan.length))))), room = workspace(store, plan.length * together);
  const { memory } = store, starts = memory.allocate("i32", together, "where lines begin"), factor = memory.allocate("f64", 1, "a factor"), real = a!.buffers.length === 1, parts = [0, 1] as const;
  memory.view(factor)[0] = scale;
  for (let first = 0; first < lines; first += together) {
    const count = Math.min(together, lines - first), begins = memory.view(starts), at = (buffer: Buffer) => ({ buffer, base: 0, strides: [] });
    for (let l = 0; l < count; l++) begins[l] = Math.floor((first + l) / inner) * n * inner + ((first + l) % inner);
    for (const part of parts) {
      const to = room.x[part], field = real ? (part === (inverse ? 1 : 0) ? 0 : undefined) : inverse ? 1 - part : part;
      if (field === undefined) memory.view(to).fill(0, 0, n * count);
      else kernel(`fft_take_${a!.buffers[field]!.dtype}`, [count, n, inner], [a!.buffers[field]!, starts, to].map(at), []);
    }
    const done = plan.run(room, count);
    for (const part of parts) {
      const to = target.buffers[inverse ? 1 - part : part]!;
      kernel(`fft_put_${to.dtype}`, [count, n, inner], [done[part], starts, factor, to].map(at), []);
    }
  }
  [...room.x, ...room.y, ...plan.tables, starts, factor].forEach(memory.free);
  return [target];
};

export const fft = transform(false), ifft = transform(true);

const isSingle = (element: ElementType): boolean => element === "f32" || (typeof element === "object" && element.re === "f32");

/** Real and imaginary parts. */
type Pair = readonly [re: Buffer, im: Buffer];

interface Workspace {
  readonly x: Pair;
  readonly y: Pair;
}

function workspace({ memory }: ArrayStore, length: number): Workspace {
  const pair = (): Pair => [memory.allocate("f64", length, "a Fourier transform"), memory.allocate("f64", length, "a Fourier transform")];
  return { x: pair(), y: pair() };
}

interface Plan {
  /** Elements a line needs in each buffer. */
  readonly length: number;
  readonly tables: readonly Buffer[];
  /** Transforms `lines` interleaved lines that stand in `room.x`; where they are then. */
  run(room: Workspace, lines: number): Pair;
}

function planOf(store: ArrayStore, kernel: CallKernel, n: number): Plan {
  const radices = radicesOf(n);
  return radices ? stages(store, kernel, n, radices) : bluestein(store, kernel, n);
}

function stages(store: ArrayStore, kernel: CallKernel, n: number, radices: readonly number[]): Plan {
  const { memory } = store, roots = store.remembered(`roots of unity ${n}`, () => rootsOfUnity(n)), table = [roots.re, roots.im].map((part) => {
    const buffer = memory.allocate("f64", n, "roots of unity");
    memory.view(buffer).set(part);
    return buffer;
  });
  return {
    length: n,
    tables: table,
    run({ x, y }, lines) {
      let from = x, to = y, m = n, step = 1;
      for (const radix of radices) {
        m /= radix;
        kernel(`fft_${radix}`, [m, lines * step, step, 0, m * lines * step], [...from, ...to, ...table].map((buffer) => ({ buffer, base: 0, strides: [] })), []);
        [from, to, step] = [to, from, step * radix];
      }
      return from;
    },
  };
}

function bluestein(store: ArrayStore, kernel: CallKernel, n: number): Plan {
  const { memory } = store, length = convolutionLength(n), inner = planOf(store, kernel, length), c = store.remembered(`chirp ${n}`, () => chirp(n)), scale = 1 / length;
  const filter = store.remembered(`chirp ${n} transformed`, (): ComplexList => {
    const room = workspace(store, length), [re, im] = room.x.map(memory.view) as [Float64Array, Float64Array];
    re.fill(0);
    im.fill(0);
    for (let k = 0; k < n; k++) for (const at of k === 0 ? [0] : [k, length - k]) {
      re[at] = c.re[k]!;
      im[at] = -c.im[k]!;
    }
    const [r, i] = inner.run(room, 1).map((buffer) => Float64Array.from(memory.view(buffer))) as [Float64Array, Float64Array];
    [...room.x, ...room.y].forEach(memory.free);
    return { re: r, im: i };
  });
  return {
    length,
    tables: inner.tables,
    run(room, lines) {
      const [xr, xi] = room.x.map(memory.view) as [Float64Array, Float64Array];
      multiply(xr, xi, c, n, lines, 1);
      xr.fill(0, n * lines, length * lines);
      xi.fill(0, n * lines, length * lines);
      const [re, im] = inner.run(room, lines), other = re === room.x[0] ? room.y : room.x;
      multiply(memory.view(re), memory.view(im), filter, length, lines, 1);
      // Exchanged parts: the inverse.
      const [back, front] = inner.run({ x: [im, re], y: other }, lines);
      multiply(memory.view(front), memory.view(back), c, n, lines, scale);
      return [front, back];
    },
  };
}

/** Elements k of interleaved lines, first scaled, times the k-th of a list. */
function multiply(re: { [at: number]: number }, im: { [at: number]: number }, by: ComplexList, n: number, lines: number, scale: number): void {
  for (let k = 0; k < n; k++) for (let l = 0, at = k * lines, c = by.re[k]!, s = by.im[k]!; l < lines; l++, at++) {
    const r = re[at]! * scale, i = im[at]! * scale;
    re[at] = r * c - i * s;
    im[at] = r * s + i * c;
  }
}
