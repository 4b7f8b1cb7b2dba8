// One rank's arrays: where their parts lie, and how long they live. Buffers are freed when nothing counts them any more:
//
//   a = make(...)      count 1, held by the scope it is made in
//   retain(a)          count 2: a slot holds it too
//   sweep(mark)        the scope lets go: count 1
//   release(a)         the slot gets another array: count 0, the buffers are free
//
// Invariant: freed arrays are never read; whoever tries gets an internal error rather than another array's elements.
import type { DistributedArray, ElementType, Placement, Shape, Site } from "../abi.ts";
import { elementCount, storedShape } from "../layout/shard.ts";
import { showShape, SpmdError } from "../errors.ts";
import { fieldsOf, showElement, type ElementArray } from "../memory/elements.ts";
import type { Buffer, RankMemory } from "../memory/rankMemory.ts";

export interface StoredArray extends DistributedArray {
  /** Extents of this rank's buffers: its part with halos; for what a launch left of leaves, the leaves. */
  readonly stored: Shape;
  /** One a field, row-major. */
  readonly buffers: readonly Buffer[];
  /** Whose buffers these are, where two arrays with different placements are the same on this rank. */
  readonly base: StoredArray | undefined;
  count: number;
}

export interface ArrayStore {
  readonly memory: RankMemory;
  readonly rank: number;
  readonly np: number;
  /** A new array held by the present scope; its elements are whatever was there before. `stored` differs from the placement's extents for leaves. */
  make(element: ElementType, shape: Shape, placement: Placement, site: Site | undefined, stored?: Shape): StoredArray;
  /** The same buffers under another placement. */
  alias(a: StoredArray, placement: Placement): StoredArray;
  /** Elements of the `field`-th buffer, as they lie now: views are not kept over an allocation. */
  view(a: StoredArray, field: number): ElementArray;
  retain(a: StoredArray): void;
  release(a: StoredArray): void;
  hold(a: StoredArray): void;
  drop(a: StoredArray): void;
  mark(): number;
  sweep(mark: number): void;
  /** Buffers beside arrays, for messages. */
  scratch(a: StoredArray, field: number, length: number): Buffer;
}

export function arrayStore(memory: RankMemory, rank: number, np: number): ArrayStore {
  const scope: StoredArray[] = [];
  const alive = (a: StoredArray): StoredArray => {
    if (a.count <= 0) throw new Error(`internal: an array ${showShape(a.shape)} is used after it was freed`);
    return a;
  };
  const store: ArrayStore = {
    memory,
    rank,
    np,
    make(element, shape, placement, site, stored = storedShape(shape, placement, rank, np)) {
      const length = elementCount(stored), what = `an array ${showShape(shape)} of ${showElement(element)}`, buffers: Buffer[] = [];
      try {
        for (const [, dtype] of fieldsOf(element)) buffers.push(memory.allocate(dtype, length, what));
      } catch (error) {
        throw error instanceof SpmdError ? new SpmdError(error.code, error.message, error.help, site) : error;
      }
      const made: StoredArray = { element, shape, placement, stored, buffers, base: undefined, count: 1 };
      scope.push(made);
      return made;
    },
    alias(a, placement) {
      store.retain(a);
      const made: StoredArray = { ...alive(a), placement, base: a, count: 1 };
      scope.push(made);
      return made;
    },
    view: (a, field) => memory.view(alive(a).buffers[field]!),
    retain(a) {
      alive(a).count++;
    },
    release(a) {
      if (--alive(a).count > 0) return;
      if (a.base) store.release(a.base);
      else a.buffers.forEach(memory.free);
    },
    hold(a) {
      store.retain(a);
      scope.push(a);
    },
    drop(a) {
      const place = scope.lastIndexOf(a);
      if (place < 0) throw new Error(`internal: no scope holds an array ${showShape(a.shape)}`);
      scope.splice(place, 1);
      store.release(a);
    },
    mark: () => scope.length,
    sweep(mark) {
      while (scope.length > mark) store.release(scope.pop()!);
    },
    scratch: (a, field, length) => memory.allocate(a.buffers[field]!.dtype, length, `a message of an array ${showShape(a.shape)}`),
  };
  return store;
}

/** What generated code hands back is what the runtime gave it. */
export function storedArray(a: DistributedArray): StoredArray {
  if (!isStoredArray(a)) throw new Error("internal: not an array of this runtime");
  return a;
}

export function isStoredArray(value: unknown): value is StoredArray {
  return typeof value === "object" && value !== null && "buffers" in value && "placement" in value && "stored" in value;
}
