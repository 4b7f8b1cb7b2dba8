// Buffer arguments of the upper-case calls, as mpi4py has them:
//
//   data                          a typed array (or DataView, ArrayBuffer): its datatype and count are found from it
//   [data, datatype]  [data, count]  [data, count, datatype]  [data, [count, displ], datatype]
//   [data, counts]  [data, counts, datatype]  [data, [counts, displs], datatype]  [data, counts, displs, datatype]     one part a rank
//   [data, counts, displs, datatypes]                                                                               Alltoallw: displs in bytes
//
// A count is of items of the datatype; where a call moves one part a rank, a single count is of one part. Missing displs put parts one after the other.
import { type Base, discover } from "../datatypes/bases.ts";
import { isContiguous, type Layout, onlyBase, reach } from "../datatypes/layout.ts";
import { packed, unpack } from "../datatypes/pack.ts";
import { bytesOf, type Numbers, type View } from "../transport/transport.ts";
import { Datatype, ofBase } from "./datatype.ts";
import { Exception } from "./exception.ts";
import { checkFree } from "./pending.ts";

export type Memory = View | ArrayBuffer | SharedArrayBuffer;
type Counts = readonly number[] | Int32Array;
export type BufferSpec =
  | Memory | null
  | readonly [Memory | null] | readonly [Memory | null, Datatype] | readonly [Memory | null, number] | readonly [Memory | null, number, Datatype]
  | readonly [Memory | null, readonly [count: number, displ: number], Datatype] | readonly [Memory | null, number, number, Datatype];
export type VectorSpec =
  | Memory | null
  | readonly [Memory | null, Counts] | readonly [Memory | null, Counts, Datatype] | readonly [Memory | null, readonly [counts: Counts, displs: Counts | null], Datatype?]
  | readonly [Memory | null, Counts, Counts | null, Datatype] | readonly [Memory | null, Datatype];
export type WSpec =
  | readonly [Memory | null, Counts, Counts, readonly Datatype[]]
  | readonly [Memory | null, readonly [counts: Counts, displs: Counts], readonly Datatype[]];

/** Some items in memory. */
export interface Region {
  readonly view: View;
  readonly datatype: Datatype;
  readonly layout: Layout;
  readonly count: number;
  /** Bytes from the start of the view to the first item. */
  readonly start: number;
}

const nothing = new Uint8Array(0);
const isCounts = (value: unknown): value is Counts => (Array.isArray(value) && value.every(v => typeof v === "number")) || value instanceof Int32Array;

function viewOf(memory: unknown): View {
  if (ArrayBuffer.isView(memory)) return memory as View;
  if (memory instanceof ArrayBuffer || memory instanceof SharedArrayBuffer) return new Uint8Array(memory);
  if (memory === null || memory === undefined) return nothing;
  throw new Exception("ERR_BUFFER", `a buffer must be a typed array, a DataView or an ArrayBuffer, not ${typeof memory === "object" ? "an object" : typeof memory}; lower-case calls carry any value`);
}

function checkType(datatype: Datatype): Datatype {
  if (datatype.freed) throw new Exception("ERR_TYPE", `the datatype ${datatype.name} has been freed`);
  if (!datatype.committed) throw new Exception("ERR_TYPE", `the datatype ${datatype.name} has not been committed; call Commit() first`);
  return datatype;
}

function place(view: View, datatype: Datatype, count: number, start: number): Region {
  const { layout } = datatype, needed = start + reach(layout, count);
  if (!Number.isInteger(count) || count < 0) throw new Exception("ERR_COUNT", `${count} is not a count`);
  if (start < 0 || needed > view.byteLength)
    throw new Exception("ERR_BUFFER", `the buffer of ${view.byteLength} bytes is too short for ${count} items of ${datatype.name} from byte ${start} on, which reach to byte ${needed}`);
  return { view, datatype, layout, count, start };
}

/** How many items a view holds, `blocks` parts of them; the count is of one part. */
function fill(view: View, datatype: Datatype, blocks: number): number {
  const { extent } = datatype.layout, length = view.byteLength;
  if (length === 0) return 0;
  if (extent <= 0 || length % extent !== 0) throw new Exception("ERR_COUNT", `the buffer of ${length} bytes is no whole number of items of ${datatype.name} (${extent} bytes each); give a count`);
  const items = length / extent;
  if (items % blocks !== 0) throw new Exception("ERR_COUNT", `the buffer of ${items} items cannot be divided into ${blocks} equal parts, one a rank`);
  return items / blocks;
}

/** A plain spec. With `blocks` parts, `count` is of one part and all of them must fit. */
export function region(spec: BufferSpec | undefined, blocks = 1): Region {
  if (!Array.isArray(spec)) {
    const view = viewOf(spec), datatype = ofBase(discover(view));
    return { view, datatype, layout: datatype.layout, count: blocks === 1 ? view.byteLength / datatype.layout.size : fill(view, datatype, blocks), start: 0 };
  }
  const view = viewOf(spec[0]);
  let count: number | undefined, displ = 0, datatype: Datatype | undefined;
  for (const part of spec.slice(1) as unknown[]) {
    if (part instanceof Datatype) datatype = checkType(part);
    else if (typeof part === "number") count === undefined ? (count = part) : (displ = part);
    else if (isCounts(part)) [count, displ = 0] = part as number[];
    else if (part !== undefined && part !== null) throw new Exception("ERR_TYPE", "a buffer is written [data, count, datatype]");
  }
  datatype ??= ofBase(discover(view));
  count ??= fill(view, datatype, blocks);
  place(view, datatype, count * blocks, displ * datatype.layout.extent);
  return { view, datatype, layout: datatype.layout, count, start: displ * datatype.layout.extent };
}

/** One region a rank. */
export function parts(spec: VectorSpec | undefined, size: number): Region[] {
  const list = Array.isArray(spec) ? (spec as readonly unknown[]) : [spec], view = viewOf(list[0]);
  let counts: ArrayLike<number> | undefined, displs: ArrayLike<number> | undefined, datatype: Datatype | undefined;
  for (const part of list.slice(1)) {
    if (part instanceof Datatype) datatype = checkType(part);
    else if (isCounts(part)) counts === undefined ? (counts = part) : (displs = part);
    else if (Array.isArray(part)) { counts = part[0] as Counts; displs = (part[1] as Counts | null) ?? undefined; }
    else if (typeof part === "number") counts = Array.from({ length: size }, () => part);
  }
  datatype ??= ofBase(discover(view));
  if (!counts) {
    const each = fill(view, datatype, size);
    counts = Array.from({ length: size }, () => each);
  }
  if (counts.length !== size || (displs && displs.length !== size)) throw new Exception("ERR_COUNT", `counts and displs need one entry a rank (${size}), not ${counts.length}${displs ? ` and ${displs.length}` : ""}`);
  const regions: Region[] = [];
  let end = 0;
  for (let r = 0; r < size; r++) {
    const start = displs ? displs[r]! : end;
    regions.push(place(view, datatype, counts[r]!, start * datatype.layout.extent));
    end = start + counts[r]!;
  }
  return regions;
}

/** One region a rank, each with its own datatype and its place in bytes. */
export function wideParts(spec: WSpec, size: number): Region[] {
  const view = viewOf(spec[0]);
  const [counts, displs, types] = (spec.length === 4 ? spec.slice(1) : [...(spec[1] as unknown as unknown[]), spec[2]]) as [Counts, Counts, readonly Datatype[]];
  if ([counts, displs, types].some(list => list.length !== size)) throw new Exception("ERR_COUNT", `counts, displs and datatypes need one entry a rank (${size})`);
  return Array.from({ length: size }, (_, r) => place(view, checkType(types[r]!), counts[r]!, displs[r]!));
}

/** Equal parts of a region, one a rank. */
export function blocksOf(r: Region, size: number): Region[] {
  return Array.from({ length: size }, (_, k) => ({ ...r, start: r.start + k * r.count * r.layout.extent }));
}

export const bytesIn = (r: Region): number => r.count * r.layout.size;

/** The bytes to send: the memory itself where it is contiguous. */
export function outgoing(r: Region): View {
  checkFree(r.view, false);
  if (!isContiguous(r.layout)) return packed(bytesOf(r.view), r.start, r.layout, r.count);
  const bytes = bytesIn(r);
  return r.start === 0 && bytes === r.view.byteLength ? r.view : bytesOf(r.view).subarray(r.start, r.start + bytes);
}

export interface Landing {
  /** Where the bytes arrive. */
  readonly into: View;
  /** Puts `bytes` of them where they belong. */
  finish(bytes: number): void;
}

const landed = (): void => undefined;

export function incoming(r: Region): Landing {
  checkFree(r.view, true);
  const bytes = bytesIn(r);
  if (isContiguous(r.layout)) return { into: r.start === 0 && bytes === r.view.byteLength ? r.view : bytesOf(r.view).subarray(r.start, r.start + bytes), finish: landed };
  const into = new Uint8Array(bytes);
  return { into, finish: got => unpack(bytesOf(r.view), r.start, r.layout, r.count, into.subarray(0, got)) };
}

/** Receives from several ranks, put away together. */
export function incomingAll(regions: readonly Region[]): { readonly into: View[]; finish(): void } {
  const landings = regions.map(incoming);
  return { into: landings.map(l => l.into), finish: () => landings.forEach((l, k) => l.finish(bytesIn(regions[k]!))) };
}

/** The elements of a region for an operation: in place where memory allows. Mixed datatypes give bytes. */
export function elements(r: Region): Numbers {
  const base = onlyBase(r.layout), bytes = outgoing(r), array = base?.array ?? Uint8Array;
  if (bytes instanceof array) return bytes as Numbers;
  const { BYTES_PER_ELEMENT } = array, length = bytes.byteLength / BYTES_PER_ELEMENT;
  if (bytes.byteOffset % BYTES_PER_ELEMENT === 0) return new (array as Float64ArrayConstructor)(bytes.buffer, bytes.byteOffset, length) as Numbers;
  return new (array as Float64ArrayConstructor)(bytesOf(bytes).slice().buffer, 0, length) as Numbers;
}

/** Elements that an operation writes, and how they get into the region. */
export function results(r: Region): { readonly into: Numbers; finish(): void } {
  checkFree(r.view, true);
  const into = elements(r), direct = into.buffer === r.view.buffer;
  return { into, finish: () => { if (!direct) unpack(bytesOf(r.view), r.start, r.layout, r.count, bytesOf(into)); } };
}

export const baseOf = (r: Region): Base | undefined => onlyBase(r.layout);
