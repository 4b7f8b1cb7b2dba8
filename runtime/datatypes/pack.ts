// Between items in memory and the plain bytes that travel.
import { isContiguous, type Layout } from "./layout.ts";

/** The bytes of `count` items that start at byte `start` of `memory`: the memory itself where the items are contiguous, else a copy in travelling order. */
export function packed(memory: Uint8Array, start: number, layout: Layout, count: number): Uint8Array {
  if (isContiguous(layout)) return memory.subarray(start, start + count * layout.size);
  const out = new Uint8Array(count * layout.size);
  let at = 0;
  for (let k = 0; k < count; k++)
    for (const { offset, bytes } of layout.blocks) {
      const from = start + k * layout.extent + offset;
      out.set(memory.subarray(from, from + bytes), at);
      at += bytes;
    }
  return out;
}

/** Puts travelling bytes back into items; fewer bytes than `count` items have fill the first of them. */
export function unpack(memory: Uint8Array, start: number, layout: Layout, count: number, bytes: Uint8Array): void {
  if (isContiguous(layout)) {
    memory.set(bytes.subarray(0, count * layout.size), start);
    return;
  }
  let at = 0;
  for (let k = 0; k < count && at < bytes.length; k++)
    for (const block of layout.blocks) {
      const length = Math.min(block.bytes, bytes.length - at);
      if (length <= 0) return;
      memory.set(bytes.subarray(at, at + length), start + k * layout.extent + block.offset);
      at += length;
    }
}

/** How many whole items `bytes` make: undefined if they end inside one. */
export function wholeItems(layout: Layout, bytes: number): number | undefined {
  if (layout.size === 0) return 0;
  return bytes % layout.size === 0 ? bytes / layout.size : undefined;
}

/** How many base elements `bytes` make, the last item perhaps incomplete: undefined if they end inside one. */
export function baseElements(layout: Layout, bytes: number): number | undefined {
  if (layout.size === 0) return 0;
  const perItem = layout.signature.reduce((sum, run) => sum + run.count, 0), items = Math.floor(bytes / layout.size);
  let left = bytes - items * layout.size, elements = items * perItem;
  for (const run of layout.signature) {
    const fit = Math.min(run.count, Math.floor(left / run.base.bytes));
    elements += fit;
    left -= fit * run.base.bytes;
    if (fit < run.count) break;
  }
  return left === 0 ? elements : undefined;
}
