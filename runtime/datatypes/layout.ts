// A datatype as data: where the bytes of one item lie, and what they are. Items follow each other at the distance of the extent. Every derived type is
// built from others here, flattened at once, so that nested types cost nothing extra when data moves.
//
//   vector(count 2, block 1, stride 3) of int     blocks [0, 4) and [12, 16)     size 8, extent 16     signature int ×2
//
// Blocks stay in the order in which the type lists them: that is the order in which bytes travel (MPI 4.1, section 5.1).
import { type Base, bases } from "./bases.ts";

export interface Block {
  /** Bytes from the start of the item; may be negative. */
  readonly offset: number;
  readonly bytes: number;
}

export interface Run {
  readonly base: Base;
  readonly count: number;
}

export interface Layout {
  /** Bytes of data in one item. */
  readonly size: number;
  readonly lower: number;
  readonly extent: number;
  readonly blocks: readonly Block[];
  /** The elements of one item in the order of travel. */
  readonly signature: readonly Run[];
}

export function baseLayout(name: keyof typeof bases): Layout {
  const base = bases[name];
  return { size: base.bytes, lower: 0, extent: base.bytes, blocks: [{ offset: 0, bytes: base.bytes }], signature: [{ base, count: 1 }] };
}

/** One block that starts where the item starts and reaches to the next item: `count` items are plain bytes. */
export function isContiguous(layout: Layout): boolean {
  return layout.size === layout.extent && (layout.size === 0 || (layout.blocks.length === 1 && layout.blocks[0]!.offset === 0));
}

/** What is found out about a layout once, since it may have very many blocks. */
export interface Facts {
  /** First and last byte (exclusive) that an item really touches. */
  readonly bounds: readonly [lower: number, upper: number];
  /** All offsets and lengths are multiples of 4 bytes. */
  readonly inWords: boolean;
}

const known = new WeakMap<Layout, Facts>();

export function factsOf(layout: Layout): Facts {
  const before = known.get(layout);
  if (before) return before;
  let lower = Infinity, upper = -Infinity, inWords = layout.extent % 4 === 0;
  for (const { offset, bytes } of layout.blocks) {
    lower = Math.min(lower, offset);
    upper = Math.max(upper, offset + bytes);
    inWords &&= offset % 4 === 0 && bytes % 4 === 0;
  }
  const facts: Facts = { bounds: layout.blocks.length === 0 ? [0, 0] : [lower, upper], inWords };
  known.set(layout, facts);
  return facts;
}

export const trueBounds = (layout: Layout): readonly [lower: number, upper: number] => factsOf(layout).bounds;

/** Bytes of memory that `count` items reach, counted from the start of the first. */
export function reach(layout: Layout, count: number): number {
  return count === 0 || layout.size === 0 ? 0 : Math.max(0, (count - 1) * layout.extent) + trueBounds(layout)[1];
}

/** The only element type of the layout, if there is but one. */
export function onlyBase(layout: Layout): Base | undefined {
  const { signature } = layout, first = signature[0]?.base;
  return signature.length === 1 || signature.every(run => run.base === first) ? first : undefined;
}

export interface Placed {
  readonly layout: Layout;
  readonly offset: number;
  readonly count: number;
}

/** Items placed one after the other: what every constructor comes down to. */
export function combine(parts: readonly Placed[]): Layout {
  const blocks: { offset: number; bytes: number }[] = [], signature: { base: Base; count: number }[] = [];
  let lower = Infinity, upper = -Infinity, size = 0;
  for (const { layout, offset, count } of parts) {
    for (let k = 0; k < count; k++) {
      const start = offset + k * layout.extent;
      for (const block of layout.blocks) {
        const last = blocks[blocks.length - 1];
        if (last && last.offset + last.bytes === start + block.offset) last.bytes += block.bytes;
        else if (block.bytes > 0) blocks.push({ offset: start + block.offset, bytes: block.bytes });
      }
      for (const run of layout.signature) {
        const last = signature[signature.length - 1];
        if (last && last.base === run.base) last.count += run.count;
        else signature.push({ ...run });
      }
      lower = Math.min(lower, start + layout.lower);
      upper = Math.max(upper, start + layout.lower + layout.extent);
    }
    size += count * layout.size;
  }
  return size === 0 && upper < lower ? { size: 0, lower: 0, extent: 0, blocks, signature } : { size, lower, extent: upper - lower, blocks, signature };
}
