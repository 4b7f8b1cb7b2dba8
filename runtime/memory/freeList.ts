// Gives out ranges of addresses and takes them back. Pure arithmetic; memory/rankMemory.ts puts it to work.
//
// What comes back is kept by its size, and given out again as it is: so a loop that makes and frees arrays of the same sizes on every trip finds on the third what
// it had on the second, however these arrays lie between each other. Else they come from ranges that are kept for no size (first fit in the order of addresses).
// For a size that was not asked for before, when more is kept than is given out, or when nothing can be added, all that is kept is joined with its neighbours.
//
// Invariant: ranges start at multiples of 64 bytes (a cache line, and any vector's alignment) and never overlap.

export const alignment = 64;

const mostKnown = 4096;

export interface FreeList {
  /** The start of a free range of that many bytes; undefined if there is none, or only such as are kept for other sizes. */
  take(bytes: number): number | undefined;
  /** Ranges are kept for their sizes no longer. */
  join(): void;
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
  /** Starts of ranges that came back, by size; the last one is given out first. */
  const kept = new Map<number, number[]>();
  /** Sizes that were asked for. */
  const known = new Set<number>();
  let limit = Math.max(first, end), used = 0, keptBytes = 0;
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
  const firstFit = (size: number): number | undefined => {
    const found = free.findIndex((range) => range.end - range.start >= size), range = free[found];
    if (!range) return undefined;
    const address = range.start;
    range.start += size;
    if (range.start === range.end) free.splice(found, 1);
    return address;
  };
  const join = (): void => {
    kept.forEach((starts, size) => starts.forEach((at) => release(at, at + size)));
    kept.clear();
    keptBytes = 0;
  };
  const keptOf = (size: number): number | undefined => {
    const address = kept.get(size)?.pop();
    if (address !== undefined) keptBytes -= size;
    return address;
  };
  return {
    take(bytes) {
      const size = roundUp(bytes);
      let address = keptOf(size) ?? firstFit(size);
      if (address === undefined && (!known.has(size) || keptBytes > used)) {
        join();
        address = firstFit(size);
      }
      if (known.size >= mostKnown) known.clear();
      known.add(size);
      if (address !== undefined) used += size;
      return address;
    },
    join,
    give(address, bytes) {
      const size = roundUp(bytes), same = kept.get(size);
      used -= size;
      keptBytes += size;
      if (same) same.push(address);
      else kept.set(size, [address]);
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
