// A Fourier transform of one line whose elements are in blocks on several ranks: the butterflies that one rank alone would do, each on one of them, so that the bits
// are the same for any number of ranks. Of n = a b the first stages, of radices that make up a, combine elements that stand b apart, and leave a results side by
// side; the others combine what stands a apart. So ranks have columns of the elements as [a, b] first, and columns of what comes of them as [b, a] after that:
//
//   blocks of n  ->  columns of [a, b]  ->  first stages  ->  columns of [b, a]  ->  the other stages  ->  blocks of n        (each -> an exchange of all, or none)
//
// Other lengths are a convolution (Bluestein's) in a power of two, which is spread likewise.
import type { Site } from "../../abi.ts";
import type { Communicator } from "../../communicator/communicator.ts";
import { chirp, convolutionLength, firstRadices, radicesOf, rootsOfUnity, type ComplexList } from "../../fourier/roots.ts";
import { blockBounds } from "../../layout/bounds.ts";
import type { ElementArray } from "../../memory/elements.ts";
import type { CallKernel } from "../kernels.ts";
import type { ArrayStore } from "../store.ts";

/** This rank's block of complex numbers; a part that is 0 may be absent, one that is as it was stored be of any dtype. */
export interface Parts {
  readonly re: ElementArray | undefined;
  readonly im: ElementArray | undefined;
}

export interface Spread {
  readonly store: ArrayStore;
  readonly comm: Communicator;
  readonly kernel: CallKernel;
  readonly site: Site;
}

/** The transform of n elements in blocks of multiples of `align`, in such blocks. */
export const spreadTransform = (spread: Spread, n: number, align: number, x: Parts): ComplexList => {
  const radices = radicesOf(n);
  return radices ? inStages(spread, n, align, radices, x) : convolution(spread, n, align, x);
};

/** So many elements from `from` of a list, to `to` of another. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

type Bounds = readonly [low: number, high: number];

function inStages({ store, comm, kernel, site }: Spread, n: number, align: number, radices: readonly number[], x: Parts): ComplexList {
  const { memory } = store, { rank, size } = comm, early = radices.slice(0, firstRadices(radices)), late = radices.slice(early.length), a = early.reduce((m, r) => m * r, 1), b = n / a;
  const blocks = boundsOf(n, align, size), columns = boundsOf(b, 1, size), lines = boundsOf(a, 1, size), own = blocks[rank]!, [column, end] = columns[rank]!, p = end - column, q = lines[rank]![1] - lines[rank]![0];
  const roots = tableOf({ store, comm, kernel, site }, n), length = Math.max(a * p, b * q), buffers = Array.from({ length: 4 }, () => memory.allocate("f64", length, "a Fourier transform"));
  const table = [roots.re, roots.im].map((part) => {
    const buffer = memory.allocate("f64", n, "roots of unity");
    memory.view(buffer).set(part);
    return buffer;
  });
  const views = buffers.map((buffer) => memory.view(buffer) as Float64Array);
  let from = [0, 1], to = [2, 3];
  const stage = (radix: number, count: number, s: number, step: number, first: number, jump: number, x: number, y: number): void =>
    kernel(`fft_${radix}`, [count, s, step, first, jump], [...from.map((k) => ({ buffer: buffers[k]!, base: x, strides: [] })), ...to.map((k) => ({ buffer: buffers[k]!, base: y, strides: [] })), ...table.map((buffer) => ({ buffer, base: 0, strides: [] }))], []);
  const turn = (): void => void ([from, to] = [to, from]);

  exchange(comm, [x.re, x.im], views.slice(0, 2), (peer) => ofColumns(own, columns[peer]!, b, "from"), (peer) => ofColumns(blocks[peer]!, columns[rank]!, b, "to"), site);
  let s = 1;
  for (const radix of early) {
    for (let row = 0; p > 0 && row < a / (s * radix); row++) stage(radix, p, s, s, row * b + column, (a * p) / radix, s * row * p, s * radix * row * p);
    s *= radix;
    turn();
  }
  const done = from.map((k) => views[k]!), next = to.map((k) => views[k]!);
  exchange(comm, done, next, (peer) => rowsOf(p, 0, a, lines[peer]!), (peer) => rowsOf(columns[peer]![1] - columns[peer]![0], columns[peer]![0], q, [0, q]).map(({ from: at, count }) => ({ from: 0, to: at, count })), site);
  turn();
  let m = b;
  s = 1;
  for (const radix of late) {
    m /= radix;
    if (q > 0) stage(radix, m, q * s, a * s, 0, m * q * s, 0, 0);
    s *= radix;
    turn();
  }
  const result = { re: new Float64Array(own[1] - own[0]), im: new Float64Array(own[1] - own[0]) };
  exchange(comm, from.map((k) => views[k]!), [result.re, result.im], (peer) => ofColumns(blocks[peer]!, lines[rank]!, a, "to").map(({ to: at, count }) => ({ from: at, to: 0, count })), (peer) => ofColumns(own, lines[peer]!, a, "from").map(({ from: at, count }) => ({ from: 0, to: at, count })), site);
  [...buffers, ...table].forEach(memory.free);
  return result;
}

/** The same arithmetic as in fourier.ts, block by block. */
function convolution(spread: Spread, n: number, align: number, x: Parts): ComplexList {
  const { store, comm, site } = spread, { rank, size } = comm, length = convolutionLength(n), short = boundsOf(n, align, size), long = boundsOf(length, 1, size), [low, high] = short[rank]!, [first, last] = long[rank]!, scale = 1 / length;
  const c = store.remembered(`chirp ${n}`, () => chirp(n)), mine: ComplexList = { re: c.re.subarray(low, high), im: c.im.subarray(low, high) };
  const filter = store.remembered(`chirp ${n} transformed, in blocks`, () => {
    const part = zeros(last - first);
    for (let k = first; k < last; k++) {
      const at = k < n ? k : length - k;
      if (at >= n) continue;
      part.re[k - first] = c.re[at]!;
      part.im[k - first] = -c.im[at]!;
    }
    return spreadTransform(spread, length, 1, part);
  });
  const begun = zeros(high - low), padded = zeros(last - first), result = zeros(high - low);
  begun.re.set(x.re ?? []);
  begun.im.set(x.im ?? []);
  multiply(begun, mine, 1);
  exchange(comm, [begun.re, begun.im], [padded.re, padded.im], (peer) => common(short[rank]!, long[peer]!), (peer) => common(short[peer]!, long[rank]!), site);
  const forth = spreadTransform(spread, length, 1, padded);
  multiply(forth, filter, 1);
  // Exchanged parts: the inverse.
  const back = spreadTransform(spread, length, 1, { re: forth.im, im: forth.re });
  exchange(comm, [back.im, back.re], [result.re, result.im], (peer) => common(long[rank]!, short[peer]!), (peer) => common(long[peer]!, short[rank]!), site);
  multiply(result, mine, scale);
  return result;
}

const zeros = (count: number): ComplexList => ({ re: new Float64Array(count), im: new Float64Array(count) });

function multiply({ re, im }: ComplexList, by: ComplexList, scale: number): void {
  for (let k = 0; k < re.length; k++) {
    const r = re[k]! * scale, i = im[k]! * scale, c = by.re[k]!, s = by.im[k]!;
    re[k] = r * c - i * s;
    im[k] = r * s + i * c;
  }
}

/** Each rank computes its part of the table. */
function tableOf({ store, comm, site }: Spread, n: number): ComplexList {
  return store.remembered(`roots of unity ${n}, by all ranks`, () => {
    const bounds = boundsOf(n, 1, comm.size), [low, high] = bounds[comm.rank]!, own = rootsOfUnity(n, low, high), all = zeros(n);
    for (const part of ["re", "im"] as const) comm.allgatherv(own[part], bounds.map(([from, to]) => all[part].subarray(from, to)), site);
    return all;
  });
}

const boundsOf = (extent: number, align: number, size: number): readonly Bounds[] => Array.from({ length: size }, (_, rank) => blockBounds(extent, align, rank, size));

/** What two blocks have in common, from the start of each. */
function common([a, b]: Bounds, [c, d]: Bounds): Segment[] {
  const from = Math.max(a, c), count = Math.min(b, d) - from;
  return count > 0 ? [{ from: from - a, to: from - c, count }] : [];
}

/** What a block of elements has of some columns of rows of so many: `from` in the block, `to` in the columns alone; the other is 0. */
function ofColumns([low, high]: Bounds, [left, right]: Bounds, width: number, side: "from" | "to"): Segment[] {
  const segments: Segment[] = [];
  if (right <= left) return segments;
  for (let row = Math.floor(low / width); row * width < high; row++) {
    const start = Math.max(low, row * width + left), count = Math.min(high, row * width + right) - start;
    if (count > 0) segments.push(side === "from" ? { from: start - low, to: 0, count } : { from: 0, to: row * (right - left) + start - row * width - left, count });
  }
  return segments;
}

/** Some columns of `count` rows of so many, from row `first` on. */
const rowsOf = (count: number, first: number, width: number, [left, right]: Bounds): Segment[] => (right > left ? Array.from({ length: count }, (_, k) => ({ from: (first + k) * width + left, to: 0, count: right - left })) : []);

/** Each rank sends each other the segments of its lists, one list after another, and puts what comes into its own. */
function exchange(comm: Communicator, lists: readonly (ElementArray | undefined)[], into: readonly Float64Array[], sends: (peer: number) => readonly Segment[], takes: (peer: number) => readonly Segment[], site: Site): void {
  const peers = Array.from({ length: comm.size }, (_, peer) => peer), there = lists.flatMap((list, k) => (list ? [{ list, to: into[k]! }] : []));
  lists.forEach((list, k) => list ?? into[k]!.fill(0));
  const like = (length: number): ElementArray => new (there[0]!.list.constructor as new (length: number) => ElementArray)(length), lengthOf = (segments: readonly Segment[]): number => there.length * segments.reduce((sum, { count }) => sum + count, 0);
  const outgoing = peers.map((peer) => {
    const segments = sends(peer), message = like(lengthOf(segments));
    let at = 0;
    for (const { list } of there) for (const { from, count } of segments) {
      message.set(list.subarray(from, from + count), at);
      at += count;
    }
    return message;
  });
  const taken = peers.map(takes), incoming = taken.map((segments) => like(lengthOf(segments)));
  comm.alltoallv(outgoing, incoming, site);
  incoming.forEach((message, peer) => {
    let at = 0;
    for (const { to: target } of there) for (const { to, count } of taken[peer]!) {
      target.set(message.subarray(at, at + count), to);
      at += count;
    }
  });
}
