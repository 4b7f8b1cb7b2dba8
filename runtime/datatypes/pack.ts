// Between items in memory and the plain bytes that travel. Short blocks are copied in a loop, in words of 4 bytes where the layout and the memory allow: a call of `set` takes as long
// as some twenty steps of it. (Words, since reading a double may change the bits of one that is not a number.)
import { factsOf, isContiguous, type Layout } from "./layout.ts";

type Units = Uint8Array | Int32Array;
const shortUnits = 24;

/** Both memories in the largest units that fit, and the bytes of one. */
function unitsOf(memory: Uint8Array, start: number, layout: Layout, plain: Uint8Array): readonly [memory: Units, plain: Units, bytes: 1 | 4] {
  const inWords = factsOf(layout).inWords && (start | memory.byteOffset | plain.byteOffset) % 4 === 0;
  const words = (view: Uint8Array): Int32Array => new Int32Array(view.buffer, view.byteOffset, view.length >> 2);
  return inWords ? [words(memory), words(plain), 4] : [memory, plain, 1];
}

function move(into: Units, at: number, from: Units, start: number, count: number): void {
  if (count > shortUnits) into.set(from.subarray(start, start + count), at);
  else for (let k = 0; k < count; k++) into[at + k] = from[start + k]!;
}

/** The bytes of `count` items that start at byte `start` of `memory`: the memory itself where the items are contiguous, else a copy in travelling order. */
export function packed(memory: Uint8Array, start: number, layout: Layout, count: number): Uint8Array {
  if (isContiguous(layout)) return memory.subarray(start, start + count * layout.size);
  const out = new Uint8Array(count * layout.size), [from, into, unit] = unitsOf(memory, start, layout, out);
  let at = 0;
  for (let k = 0; k < count; k++)
    for (const { offset, bytes } of layout.blocks) {
      const length = bytes / unit;
      move(into, at, from, (start + k * layout.extent + offset) / unit, length);
      at += length;
    }
  return out;
}

/** Puts travelling bytes back into items; fewer bytes than `count` items have fill the first of them. */
export function unpack(memory: Uint8Array, start: number, layout: Layout, count: number, bytes: Uint8Array): void {
  if (isContiguous(layout)) {
    memory.set(bytes.subarray(0, count * layout.size), start);
    return;
  }
  const whole = bytes.length % 4 === 0, [into, from, unit] = whole ? unitsOf(memory, start, layout, bytes) : ([memory, bytes, 1] as const);
  let at = 0;
  for (let k = 0; k < count && at < from.length; k++)
    for (const block of layout.blocks) {
      const length = Math.min(block.bytes / unit, from.length - at);
      if (length <= 0) return;
      move(into, (start + k * layout.extent + block.offset) / unit, from, at, length);
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
