// The part of a rank's memory that others may read and write: messages on their way, control blocks, boards, windows. Only its owner allocates. Blocks are
// powers of two, 64-byte aligned; freed blocks wait in a list by size. The heap grows at its end: views taken before keep working.

export interface Heap {
  allocate(bytes: number): number;
  free(offset: number): void;
  readonly usedBytes: () => number;
}

export const smallestBlock = 64;
const heapLimit = 2 ** 31;

/** A rank has no more room for messages, boards and windows. */
export class HeapFull extends RangeError {}

interface Growable {
  readonly maxByteLength: number;
  grow(bytes: number): void;
}

/** The standard library's types do not know buffers that grow yet. */
const create = SharedArrayBuffer as unknown as new (bytes: number, options: { maxByteLength: number }) => SharedArrayBuffer;

/** Shared memory that can grow in place. */
export const growableBuffer = (): SharedArrayBuffer => new create(65536, { maxByteLength: heapLimit });

/** Shared memory that starts at a page, as all that can grow does: other buffers start anywhere, and what is meant to be one cache line would be parts of two. */
export const alignedBuffer = (bytes: number): SharedArrayBuffer => new create(bytes, { maxByteLength: bytes });

export function createHeap(buffer: SharedArrayBuffer): Heap {
  const growable = buffer as unknown as Growable, limit = growable.maxByteLength;
  const free: number[][] = [];
  const sizes = new Map<number, number>();
  // Offset 0 is never given out, so that it can mean "none".
  let end = smallestBlock, used = 0;

  return {
    allocate(bytes) {
      const order = Math.max(6, Math.ceil(Math.log2(Math.max(bytes, smallestBlock)))), size = 2 ** order;
      let offset = free[order]?.pop();
      if (offset === undefined) {
        if (end + size > limit) throw new HeapFull(`a rank's message memory is full: ${bytes} bytes asked for, ${used} of ${limit} in use`);
        offset = end;
        end += size;
        if (end > buffer.byteLength) growable.grow(Math.min(limit, Math.ceil(Math.max(end, buffer.byteLength * 2) / 65536) * 65536));
      }
      sizes.set(offset, order);
      used += size;
      return offset;
    },
    free(offset) {
      const order = sizes.get(offset);
      if (order === undefined) throw new Error(`no block of the heap starts at ${offset}`);
      sizes.delete(offset);
      used -= 2 ** order;
      (free[order] ??= []).push(offset);
    },
    usedBytes: () => used,
  };
}
