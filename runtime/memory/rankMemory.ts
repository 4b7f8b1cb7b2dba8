// One rank's array memory: buffers in its shared WebAssembly.Memory, of which the rank uses a part that grows as needed. Kernels get addresses, peers read
// the same memory. Views are never kept: growth of the memory itself makes old ones too short, so `view` makes one whenever it is asked.
//
// Invariant: running out ends in an error that says how much was asked and what would help, never in a crash: the parts that all ranks use
// stay below what the machine had free when the job began (a machine that promises more than it has kills the process later).
import type { DType } from "../abi.ts";
import { showBytes, spmdError, type SpmdError } from "../errors.ts";
import { elementBytes, elementsAt, type ElementArray } from "./elements.ts";
import { freeList } from "./freeList.ts";

export interface Buffer {
  readonly dtype: DType;
  /** In bytes; a multiple of 64. */
  readonly address: number;
  /** In elements. */
  readonly length: number;
}

export interface RankMemory {
  /** `what` is named in the error when there is no room. */
  allocate(dtype: DType, length: number, what: string): Buffer;
  free(buffer: Buffer): void;
  view(buffer: Buffer): ElementArray;
  /** Bytes given out. */
  used(): number;
  readonly memory: WebAssembly.Memory;
}

export interface MemoryLimits {
  readonly np: number;
  /** Bytes that all ranks may use together; undefined: unknown. */
  readonly total: number | undefined;
  /** Bytes that all ranks use now. */
  allocated(): number;
  /** This rank uses `bytes` from now on. */
  uses(bytes: number): void;
}

export const pageBytes = 65536;
/** What one memory can have: addresses have 32 bits. */
export const maximumBytes = 65536 * pageBytes;
/** The first kilobyte stays unused, so that no buffer has the address 0. */
const firstAddress = 1024;

export function rankMemory(memory: WebAssembly.Memory, limits: MemoryLimits): RankMemory {
  let end = pageBytes;
  const list = freeList(firstAddress, end);
  limits.uses(end);

  /** Makes room for `bytes` more: half as much again as there is, or as little as suffices. The error if that cannot be. */
  function grow(bytes: number, what: string): SpmdError | undefined {
    const least = Math.ceil(list.missing(bytes) / pageBytes), generous = Math.max(least, Math.min(end / pageBytes / 2, 4096) | 0);
    const room = limits.total === undefined ? Infinity : limits.total - limits.allocated();
    const complaint = (limit: string, way: string): SpmdError =>
      spmdError("SPMD5001", { what, asked: `${showBytes(bytes)}${limits.np > 1 ? " on this rank" : ""}`, used: showBytes(list.used()), limit, way });
    if (end + least * pageBytes > maximumBytes) return complaint(`a rank can have ${showBytes(maximumBytes)}`, moreRanks(bytes));
    if (least * pageBytes > room) return complaint(`of the ${showBytes(limits.total ?? 0)} that this machine had free ${showBytes(Math.max(0, room))} are left`, "make the arrays smaller, use a smaller dtype (f32, i16), or free memory on this machine");
    for (const pages of [generous, least]) {
      const wanted = end + pages * pageBytes;
      if (pages * pageBytes > room || wanted > maximumBytes || !reach(wanted)) continue;
      list.extend((end = wanted));
      limits.uses(end);
      return undefined;
    }
    return complaint(`the system gives no more than ${showBytes(memory.buffer.byteLength)}`, moreRanks(bytes));
  }

  /** What is left to try after ranges were joined. */
  function afterGrowth(bytes: number, what: string): number {
    const error = grow(bytes, what), address = error ? undefined : list.take(bytes);
    if (address === undefined) throw error ?? new Error(`internal: no room for ${bytes} bytes after growing`);
    return address;
  }

  /** The memory itself has `bytes`; false if the system refuses. */
  function reach(bytes: number): boolean {
    const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
    try {
      if (missing > 0) memory.grow(missing);
      return true;
    } catch {
      return false;
    }
  }

  /** Every rank's part shrinks as ranks are added, if the array is distributed at all. */
  function moreRanks(bytes: number): string {
    const needed = Math.ceil((limits.np * (list.used() + bytes)) / (0.9 * maximumBytes));
    const fits = limits.np * (list.used() + bytes) <= (limits.total ?? Infinity);
    return fits && needed > limits.np && needed <= 1024
      ? `make the arrays smaller, use a smaller dtype (f32, i16), or run on ${needed} or more ranks (-np ${needed}), if the array is distributed`
      : `make the arrays smaller, or use a smaller dtype (f32, i16)${fits ? "" : `: this machine has ${showBytes(limits.total ?? 0)} free for all ranks`}`;
  }

  return {
    memory,
    allocate(dtype, length, what) {
      const bytes = length * elementBytes(dtype);
      if (bytes === 0) return { dtype, address: firstAddress, length: 0 };
      const taken = list.take(bytes);
      if (taken !== undefined) return { dtype, address: taken, length };
      if (grow(bytes, what)) list.join();
      const address = list.take(bytes) ?? afterGrowth(bytes, what);
      return { dtype, address, length };
    },
    free(buffer) {
      if (buffer.length > 0) list.give(buffer.address, buffer.length * elementBytes(buffer.dtype));
    },
    view: (buffer) => elementsAt(buffer.dtype, memory.buffer, buffer.address, buffer.length),
    used: () => list.used(),
  };
}
