// Gives out ranges of addresses and takes them back: first fit in the order of addresses, neighbours joined. Pure arithmetic; memory/rankMemory.ts puts it
// to work. A loop that makes and frees the same arrays on every trip gets the same addresses again.
//
// Invariant: ranges start at multiples of 64 bytes (a cache line, and any vector's alignment) and never overlap.

export const alignment = 64;

export interface FreeList {
  /** The start of a free range of that many bytes; undefined if there is none. */
  take(bytes: number): number | undefined;
  give(address: number, bytes: number): void;
  /** Adds the addresses up to `end`. */
  extend(end: number): void;
  /** How many bytes must be added at the end for `bytes` to fit. */
  missing(bytes: number): number;
  /** Bytes given out. */
  used(): number;
}

/** Free from `start` to `end`. */
export function freeList(start: number, end: number): FreeList {
  const first = roundUp(start), free: { start: number; end: number }[] = end > first ? [{ start: first, end }] : [];
  let limit = Math.max(first, end), used = 0;
  const release = (from: number, to: number): void => {
    let at = 0;
    for (let high = free.length; at < high; ) {
      const middle = (at + high) >> 1;
      if (free[middle]!.start < from) at = middle + 1;
      else high = middle;
    }
    const before = free[at - 1], after = free[at], joinsBefore = before?.end === from, joinsAfter = after?.start === to;
    if (joinsBefore && joinsAfter) {
      before.end = after.end;
      free.splice(at, 1);
    } else if (joinsBefore) before.end = to;
    else if (joinsAfter) after.start = from;
    else free.splice(at, 0, { start: from, end: to });
  };
  return {
    take(bytes) {
      const size = roundUp(bytes), found = free.findIndex((range) => range.end - range.start >= size), range = free[found];
      if (!range) return undefined;
      const address = range.start;
      range.start += size;
      if (range.start === range.end) free.splice(found, 1);
      used += size;
      return address;
    },
    give(address, bytes) {
      const size = roundUp(bytes);
      used -= size;
      release(address, address + size);
    },
    extend(to) {
      if (to <= limit) return;
      release(limit, to);
      limit = to;
    },
    missing(bytes) {
      const last = free.at(-1);
      return Math.max(0, roundUp(bytes) - (last?.end === limit ? last.end - last.start : 0));
    },
    used: () => used,
  };
}

const roundUp = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;
