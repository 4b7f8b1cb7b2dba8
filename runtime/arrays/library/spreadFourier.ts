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
import { dtypeOfArray, type ElementArray } from "../../memory/elements.ts";
import type { CallKernel } from "../kernels.ts";
import type { ArrayStore } from "../store.ts";

/** A list as it lies now: memory may grow between two uses. */
export type List<T extends ElementArray = ElementArray> = () => T;

/** This rank's block of complex numbers; a part that is 0 may be absent, one that is as it was stored be of any dtype. */
export interface Parts {
  readonly re: List | undefined;
  readonly im: List | undefined;
}

/** Where this rank's block of the result goes. */
export type Into = readonly [re: List<Float64Array>, im: List<Float64Array>];

export interface Spread {
  readonly store: ArrayStore;
  readonly comm: Communicator;
  readonly kernel: CallKernel;
  readonly site: Site;
}

/** The transform of n elements in blocks of multiples of `align`, in such blocks. */
export function spreadTransform(spread: Spread, n: number, align: number, x: Parts, into: Into): void {
  const radices = radicesOf(n);
  if (radices) inStages(spread, n, align, radices, x, into);
  else convolution(spread, n, align, x, into);
}

/** So many elements from `from` of a list, to `to` of another. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

type Bounds = readonly [low: number, high: number];

function inStages({ store, comm, kernel, site }: Spread, n: number, align: number, radices: readonly number[], x: Parts, into: Into): void {
  const { memory } = store, { rank, size } = comm, early = radices.slice(0, firstRadices(radices)), late = radices.slice(early.length), a = early.reduce((m, r) => m * r, 1), b = n / a;
  const blocks = boundsOf(n, align, size), columns = boundsOf(b, 1, size), lines = boundsOf(a, 1, size), own = blocks[rank]!, [column, end] = columns[rank]!, p = end - column, q = lines[rank]![1] - lines[rank]![0];
  const roots = store.remembered(`roots of unity ${n}`, () => rootsOfUnity(n)), length = Math.max(a * p, b * q), buffers = Array.from({ length: 4 }, () => memory.allocate("f64", length, "a Fourier transform"));
  const table = [roots.re, roots.im].map((part) => {
    const buffer = memory.allocate("f64", n, "roots of unity");
    memory.view(buffer).set(part);
    return buffer;
  });
  const lists = buffers.map((buffer): List<Float64Array> => () => memory.view(buffer) as Float64Array);
  let from = [0, 1], to = [2, 3];
  const stage = (radix: number, count: number, s: number, step: number, first: number, jump: number, x: number, y: number): void =>
    kernel(`fft_${radix}`, [count, s, step, first, jump], [...from.map((k) => ({ buffer: buffers[k]!, base: x, strides: [] })), ...to.map((k) => ({ buffer: buffers[k]!, base: y, strides: [] })), ...table.map((buffer) => ({ buffer, base: 0, strides: [] }))], []);
  const turn = (): void => void ([from, to] = [to, from]);

  exchange(store, comm, [x.re, x.im], lists.slice(0, 2), (peer) => ofColumns(own, columns[peer]!, b, "from"), (peer) => ofColumns(blocks[peer]!, columns[rank]!, b, "to"), site);
  let s = 1;
  for (const radix of early) {
    for (let row = 0; p > 0 && row < a / (s * radix); row++) stage(radix, p, s, s, row * b + column, (a * p) / radix, s * row * p, s * radix * row * p);
    s *= radix;
    turn();
  }
  exchange(store, comm, from.map((k) => lists[k]!), to.map((k) => lists[k]!), (peer) => rowsOf(p, 0, a, lines[peer]!), (peer) => rowsOf(columns[peer]![1] - columns[peer]![0], columns[peer]![0], q, [0, q]).map(({ from: at, count }) => ({ from: 0, to: at, count })), site);
  turn();
  let m = b;
  s = 1;
  for (const radix of late) {
    m /= radix;
    if (q > 0) stage(radix, m, q * s, a * s, 0, m * q * s, 0, 0);
    s *= radix;
    turn();
  }
  exchange(store, comm, from.map((k) => lists[k]!), into, (peer) => ofColumns(blocks[peer]!, lines[rank]!, a, "to").map(({ to: at, count }) => ({ from: at, to: 0, count })), (peer) => ofColumns(own, lines[peer]!, a, "from").map(({ from: at, count }) => ({ from: 0, to: at, count })), site);
  [...buffers, ...table].forEach(memory.free);
}

/** The same arithmetic as in fourier.ts, block by block. */
function convolution(spread: Spread, n: number, align: number, x: Parts, into: Into): void {
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
    return transformed(part);
  });
  const begun = zeros(high - low), padded = zeros(last - first), result = zeros(high - low);
  begun.re.set(x.re?.() ?? []);
  begun.im.set(x.im?.() ?? []);
  multiply(begun, mine, 1);
  exchange(store, comm, listsOf(begun), listsOf(padded), (peer) => common(short[rank]!, long[peer]!), (peer) => common(short[peer]!, long[rank]!), site);
  const forth = transformed(padded);
  multiply(forth, filter, 1);
  // Exchanged parts: the inverse.
  const back = transformed({ re: forth.im, im: forth.re });
  exchange(store, comm, listsOf({ re: back.im, im: back.re }), listsOf(result), (peer) => common(long[rank]!, short[peer]!), (peer) => common(long[peer]!, short[rank]!), site);
  multiply(result, mine, scale);
  into[0]().set(result.re);
  into[1]().set(result.im);

  function transformed(part: ComplexList): ComplexList {
    const done = zeros(last - first), [re, im] = listsOf(part);
    spreadTransform(spread, length, 1, { re, im }, listsOf(done));
    return done;
  }
}

const listsOf = ({ re, im }: ComplexList): Into => [() => re, () => im];

const zeros = (count: number): ComplexList => ({ re: new Float64Array(count), im: new Float64Array(count) });

function multiply({ re, im }: ComplexList, by: ComplexList, scale: number): void {
  for (let k = 0; k < re.length; k++) {
    const r = re[k]! * scale, i = im[k]! * scale, c = by.re[k]!, s = by.im[k]!;
    re[k] = r * c - i * s;
    im[k] = r * s + i * c;
  }
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

/**
 * Each rank sends each other the segments of its lists, one list after another, and puts what comes into its own. Messages lie in the rank's memory, where others can
 * take them from.
 */
function exchange({ memory }: ArrayStore, comm: Communicator, lists: readonly (List | undefined)[], into: readonly List<Float64Array>[], sends: (peer: number) => readonly Segment[], takes: (peer: number) => readonly Segment[], site: Site): void {
  const { rank, size } = comm, peers = Array.from({ length: size }, (_, peer) => peer), there = lists.flatMap((list, k) => (list ? [{ list, to: into[k]! }] : [])), dtype = dtypeOfArray(there[0]!.list())!;
  lists.forEach((list, k) => list ?? into[k]!().fill(0));
  // What stays here is copied at once.
  const sent = peers.map(sends), taken = peers.map(takes), lengths = (all: readonly (readonly Segment[])[]): number[] => all.map((segments, peer) => (peer === rank ? 0 : there.length * segments.reduce((sum, { count }) => sum + count, 0)));
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0), given = lengths(sent), coming = lengths(taken), outgoing = memory.allocate(dtype, sum(given), "a message"), incoming = memory.allocate(dtype, sum(coming), "a message");
  const parts = (buffer: typeof outgoing, all: readonly number[]): ElementArray[] => {
    let at = 0;
    return all.map((length) => memory.view(buffer).subarray(at, (at += length)));
  };
  const messages = parts(outgoing, given), come = parts(incoming, coming);
  for (const { list, to } of there) {
    const from = list(), target = to();
    sent[rank]!.forEach((segment, k) => copy(from, segment.from, target, taken[rank]![k]!.to, segment.count));
  }
  messages.forEach((message, peer) => {
    let at = 0;
    if (peer !== rank) for (const { list } of there) {
      const from = list();
      for (const segment of sent[peer]!) {
        copy(from, segment.from, message, at, segment.count);
        at += segment.count;
      }
    }
  });
  comm.alltoallv(messages, come, site);
  come.forEach((message, peer) => {
    let at = 0;
    if (peer !== rank) for (const { to } of there) {
      const target = to();
      for (const segment of taken[peer]!) {
        copy(message, at, target, segment.to, segment.count);
        at += segment.count;
      }
    }
  });
  memory.free(outgoing);
  memory.free(incoming);
}

/** Up to this many elements a loop is faster than views. */
const loopElements = 32;

function copy(from: ElementArray, at: number, to: ElementArray, place: number, count: number): void {
  if (count <= loopElements) for (let k = 0; k < count; k++) to[place + k] = from[at + k]!;
  else to.set(from.subarray(at, at + count), place);
}
