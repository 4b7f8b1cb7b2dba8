// Puts elements in order: not-a-number last, equal ones (-0 and 0 are) in the order in which they stand. What a rank has is put in order by kernels
// (compiler/ops/orderKernels.ts, which says how); an array of one axis in blocks is cut exactly where the blocks of the result end.
//
//   each rank's block in order   ->   where are the global positions at which blocks of the result begin?   ->   pieces go to their ranks   ->   merged there
//
//   cost  a pass over the elements for each byte of a key that differs, and two; an allreduce for each byte of a key; one exchange of the elements; log2 np merges
//
// The cuts are found byte by byte of the key, as all ranks count how many of their elements lie below (selection by radix); equal elements go by rank, and so by position: the
// result is the one stable order, whatever the number of ranks.
import type { DType, Site } from "../abi.ts";
import type { Reducer } from "../collectives/reducer.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { axisPart } from "../layout/shard.ts";
import { elementBytes } from "../memory/elements.ts";
import type { Buffer, RankMemory } from "../memory/rankMemory.ts";
import type { BufferArgument, CallKernel } from "./kernels.ts";
import type { StoredArray } from "./store.ts";

export interface Sorting {
  readonly memory: RankMemory;
  readonly kernel: CallKernel;
  readonly dtype: DType;
  readonly descending: boolean;
}

/** Elements in order, and where each stood, if that was asked for. */
export interface Sorted {
  readonly elements: Buffer;
  readonly places?: Buffer;
}

/** Rows up to this length are put in order by insertion. */
const shortRow = 24;

const digits = 256, digitBits = 8;
const keyWords = (dtype: DType): number => (dtype === "f64" ? 2 : 1);
const at = (buffer: Buffer, base = 0): BufferArgument => ({ buffer, base, strides: [] });
const part = ({ dtype, address }: Buffer, from: number, length: number): Buffer => ({ dtype, address: address + from * elementBytes(dtype), length });
/** The bits of floating-point numbers. */
const bitsOf = (buffer: Buffer): Buffer => (buffer.dtype === "f64" || buffer.dtype === "f32" ? { dtype: "u32", address: buffer.address, length: buffer.length * keyWords(buffer.dtype) } : buffer);

/** Rows of `length` elements, each into the same row of `into`. */
export function sortRows(how: Sorting, from: Buffer, length: number, into: Sorted): void {
  const rows = length === 0 ? 0 : from.length / length, places = into.places ? [at(into.places)] : [];
  if (length <= shortRow) {
    if (rows > 0) how.kernel(`order_rows_${how.dtype}${into.places ? "_places" : ""}`, [rows, length, turned(how)], [at(from), at(into.elements), ...places], []);
    return;
  }
  for (let r = 0; r < rows; r++)
    sortPart(how, part(from, r * length, length), { elements: part(into.elements, r * length, length), ...(into.places && { places: part(into.places, r * length, length) }) });
}

const turned = ({ descending }: Sorting): number => (descending ? -1 : 0);

function sortPart(how: Sorting, from: Buffer, into: Sorted): void {
  const { memory, kernel, dtype } = how, n = from.length, words = keyWords(dtype), made: Buffer[] = [];
  const scratch = (type: DType, length: number): Buffer => {
    const buffer = memory.allocate(type, length, "elements to be put in order");
    made.push(buffer);
    return buffer;
  };
  try {
    let keys = scratch("u32", words * n), next = scratch("u32", words * n);
    const signs = scratch("u8", n), counted = scratch("i32", digits * 4 * words), starts = scratch("i32", digits);
    const placed = into.places && { held: scratch("i32", n), next: scratch("i32", n) };
    memory.view(counted).fill(0);
    if (placed) memory.view(placed.held).forEach((_, k, all) => void (all[k] = k));
    kernel(`order_keys_${dtype}`, [n, turned(how)], [at(bitsOf(from)), at(keys), at(signs), at(counted)], []);
    for (let digit = 0; digit < 4 * words; digit++) {
      const counts = memory.view(counted).subarray(digits * digit, digits * (digit + 1)), to = memory.view(starts);
      if (counts.includes(n)) continue;
      for (let k = 0, sum = 0; k < digits; k++) {
        to[k] = sum;
        sum += counts[k]!;
      }
      kernel(`order_digit_${words}${placed ? "_places" : ""}`, [n, digit >> 2, digitBits * (digit & 3)], [at(keys), at(next), at(starts), ...(placed ? [at(placed.held), at(placed.next)] : [])], []);
      [keys, next] = [next, keys];
      if (placed) [placed.held, placed.next] = [placed.next, placed.held];
    }
    kernel(`order_elements_${dtype}`, [n, turned(how)], [at(keys), at(signs), at(bitsOf(into.elements))], []);
    if (placed && into.places) memory.view(into.places).set(memory.view(placed.held));
  } finally {
    made.forEach(memory.free);
  }
}

/** An array of one axis in blocks, into this rank's block of the result. */
export function sortBlocks(how: Sorting, comm: Communicator, a: StoredArray, into: Sorted, target: StoredArray, site: Site): void {
  const { memory, dtype } = how, { rank, size: np } = comm, blockOf = (x: StoredArray, r: number) => axisPart(x.shape[0]!, 0, x.placement, r, np), made: Buffer[] = [];
  const like = (length: number): Sorted => {
    const pair = { elements: memory.allocate(dtype, length, "elements to be put in order"), ...(into.places && { places: memory.allocate("i32", length, "places of elements") }) };
    made.push(pair.elements, ...(pair.places ? [pair.places] : []));
    return pair;
  };
  try {
    const own = like(a.buffers[0]!.length), { start } = blockOf(a, rank);
    if (own.elements.length > 0) sortRows(how, a.buffers[0]!, own.elements.length, own);
    if (own.places && start > 0) memory.view(own.places).forEach((place, k, all) => void (all[k] = place + start));
    const cuts = exactCuts(how, comm, own.elements, Array.from({ length: np }, (_, r) => blockOf(target, r).start), site);
    const counts = cuts.map((of) => of[rank + 1]! - of[rank]!), received = like(into.elements.length);
    for (const which of ["elements", "places"] as const) {
      const from = own[which], to = received[which];
      if (!from || !to) continue;
      const mine = memory.view(from), all = memory.view(to);
      let end = 0;
      comm.alltoallv(counts.map((_, r) => mine.subarray(cuts[rank]![r]!, cuts[rank]![r + 1]!)), counts.map((count) => all.subarray(end, (end += count))), site);
    }
    merged(how, received, counts, into, like);
  } finally {
    made.forEach(memory.free);
  }
}

/** Pieces stand one after the other, in the order of the ranks that they come from: neighbours are merged, until there is one. */
function merged({ kernel, memory, dtype, descending }: Sorting, from: Sorted, counts: readonly number[], into: Sorted, like: (length: number) => Sorted): void {
  let pieces = counts.filter((count) => count > 0), held = from, spare: Sorted | undefined;
  while (pieces.length > 1) {
    const to = pieces.length === 2 ? into : (spare ?? like(from.elements.length)), after: number[] = [];
    for (let k = 0, start = 0; k < pieces.length; k += 2) {
      const m = pieces[k]!, n = pieces[k + 1] ?? 0, ends = ({ elements, places }: Sorted, ...starts: readonly number[]) => [starts.map((s) => at(elements, s)), places ? starts.map((s) => at(places, s)) : []] as const;
      const [a, placesA] = ends(held, start, start + m), [b, placesB] = ends(to, start);
      kernel(`order_merge_${dtype}${held.places ? "_places" : ""}`, [m, n, descending ? -1 : 0], [...a, ...b, ...placesA, ...placesB], []);
      after.push(m + n);
      start += m + n;
    }
    [pieces, held, spare] = [after, to, held];
  }
  if (held === into) return;
  memory.view(into.elements).set(memory.view(held.elements));
  if (into.places && held.places) memory.view(into.places).set(memory.view(held.places));
}

/** For every rank where its sorted part is cut, so that `starts[r]` elements of all go to ranks before r. */
function exactCuts(how: Sorting, comm: Communicator, sorted: Buffer, starts: readonly number[], site: Site): Int32Array[] {
  const np = comm.size, inner = starts.slice(1), n = sorted.length, words = keyWords(how.dtype), below = belowKey(how, sorted);
  const prefixes = inner.map(() => [0, 0] as [low: number, high: number]), counts = new Float64Array(inner.length * digits);
  // The greatest key below which no more than `start` elements lie, byte by byte.
  for (let digit = 4 * words - 1; digit >= 0; digit--) {
    const word = words === 2 ? digit >> 2 : 1, unit = 2 ** (digitBits * (digit & 3));
    prefixes.forEach((prefix, k) => {
      for (let d = 0; d < digits; d++) {
        const key = [...prefix] as [number, number];
        key[word]! += d * unit;
        counts[k * digits + d] = below(key);
      }
    });
    comm.allreduce(counts, counts, sums, site);
    prefixes.forEach((prefix, k) => {
      let d = digits - 1;
      while (d > 0 && counts[k * digits + d]! > inner[k]!) d--;
      prefix[word]! += d * unit;
    });
  }
  // Of equal elements the first ranks' go first.
  const told = 2 * inner.length + 1, mine = new Int32Array(told), all = new Int32Array(told * np);
  prefixes.forEach((prefix, k) => {
    mine[2 * k] = below(prefix);
    mine[2 * k + 1] = below(prefix, true) - mine[2 * k]!;
  });
  mine[told - 1] = n;
  comm.allgather(mine, all, site);
  const cuts = Array.from({ length: np }, (_, r) => new Int32Array(np + 1).fill(all[told * r + told - 1]!));
  for (const cut of cuts) cut[0] = 0;
  inner.forEach((start, k) => {
    let left = start;
    for (let r = 0; r < np; r++) left -= all[told * r + 2 * k]!;
    for (let r = 0; r < np; r++) {
      const lower = all[told * r + 2 * k]!, equal = Math.max(0, Math.min(left, all[told * r + 2 * k + 1]!));
      cuts[r]![k + 1] = lower + equal;
      left -= equal;
    }
  });
  return cuts;
}

/** How many of the sorted elements have a key below (or at most) the given one, of two words. */
function belowKey({ memory, dtype, descending }: Sorting, sorted: Buffer): (key: readonly [low: number, high: number], orEqual?: boolean) => number {
  const elements = memory.view(sorted), number = dtype === "f32" ? new Float32Array(1) : new Float64Array(1), bits = new Uint32Array(number.buffer), flip = descending ? 0xffffffff : 0;
  let low = 0, high = 0;
  const take = (k: number): void => {
    const x = elements[k]!;
    if (x !== x) return void (low = high = 0xffffffff);
    if (dtype === "f64" || dtype === "f32") {
      number[0] = x + 0;
      const last = bits[bits.length - 1]!, mask = last >> 31;
      high = (last ^ (mask | 0x80000000) ^ flip) >>> 0;
      low = dtype === "f64" ? (bits[0]! ^ mask ^ flip) >>> 0 : 0;
    } else high = ((x + (least[dtype] ?? 0)) ^ flip) >>> 0;
  };
  return ([keyLow, keyHigh], orEqual = false) => {
    let from = 0, to = elements.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      take(middle);
      const order = high - keyHigh || low - keyLow;
      if (order < 0 || (orEqual && order === 0)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
}

/** What makes the least integer 0. */
const least: Partial<Record<DType, number>> = { i32: 2 ** 31, i16: 2 ** 15, i8: 2 ** 7 };

const sums: Reducer = {
  name: "sum", commutative: true,
  combine(target, t, source, s, count) {
    for (let k = 0; k < count; k++) (target as Float64Array)[t + k]! += (source as Float64Array)[s + k]!;
  },
};
