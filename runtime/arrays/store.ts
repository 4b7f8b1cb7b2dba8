// One rank's arrays: where their parts lie, and how long they live. Buffers are freed when nothing counts them any more:
//
//   a = make(...)      count 1, held by the scope it is made in
//   retain(a)          count 2: a slot holds it too
//   sweep(mark)        the scope lets go: count 1
//   release(a)         the slot gets another array: count 0, the buffers are free
//
// Invariant: freed arrays are never read; whoever tries gets an internal error rather than another array's elements.
import type { DistributedArray, ElementType, Placement, Room, Shape, Site, View } from "../abi.ts";
import { elementCount, storedShape } from "../layout/shard.ts";
import { showShape, SpmdError } from "../errors.ts";
import { elementBytes, fieldsOf, showElement, type ElementArray } from "../memory/elements.ts";
import { alignment } from "../memory/freeList.ts";
import type { Buffer, RankMemory } from "../memory/rankMemory.ts";

export interface StoredArray extends DistributedArray {
  /** Extents of this rank's buffers: its part with halos; for what a launch left of leaves, the leaves. */
  readonly stored: Shape;
  /** One a field, row-major. */
  readonly buffers: readonly Buffer[];
  /** Whose buffers these are, where two arrays with different placements are the same on this rank. */
  readonly base: StoredArray | undefined;
  /** Which part of it a launch reads. */
  readonly view?: View;
  /** Memory around the elements where neighbours' elements may stand; the array and its aliases share it. */
  readonly room: HaloRoom | undefined;
  count: number;
}

/**
 * Room for a halo (halo.ts). In blocks of the first axis it lies before and after the elements, which stay dense; else it lies between the rows as well: then the array's placement has
 * it as a halo, whatever stands there.
 */
export interface HaloRoom extends Room {
  readonly beside: boolean;
  /** What stands there, or will once `pending` is over. Arrays do not change, so it stays right. */
  holds: { readonly halos: readonly number[]; readonly boundary: string } | undefined;
  /** Ends an exchange under way. Until then the room is not read, and no buffer is freed. */
  pending: (() => void) | undefined;
}

export interface ArrayStore {
  readonly memory: RankMemory;
  readonly rank: number;
  readonly np: number;
  /** A new array held by the present scope; its elements are whatever was there before. `stored` differs from the placement's extents for leaves. */
  make(element: ElementType, shape: Shape, placement: Placement, site: Site | undefined, stored?: Shape, room?: Room): StoredArray;
  /** Where an array with this room is: where the room lies between the rows, it is a halo. */
  placementWith(placement: Placement, room: Room | undefined): Placement;
  /** An array of the same extents whose elements take the place of those of `a`, which nobody may read any more; held by the present scope. */
  replace(a: StoredArray): StoredArray;
  /** The same buffers under another placement, with so many positions of the room beside them. */
  alias(a: StoredArray, placement: Placement, beside?: number): StoredArray;
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
  /** Plain arithmetic that need not be done again: what `make` gave for the same key. */
  remembered<T>(key: string, make: () => T): T;
}

export function arrayStore(memory: RankMemory, rank: number, np: number): ArrayStore {
  const scope: StoredArray[] = [], known = new Map<string, unknown>(), owned = new WeakMap<StoredArray, readonly Buffer[]>();
  const alive = (a: StoredArray): StoredArray => {
    if (a.count <= 0) throw new Error(`internal: an array ${showShape(a.shape)} is used after it was freed`);
    return a;
  };
  const store: ArrayStore = {
    memory,
    rank,
    np,
    placementWith: (placement, room) => (room && !isFirstAxis(placement) ? withRoom(placement, room) : placement),
    make(element, shape, wanted, site, given, room) {
      const isBeside = isFirstAxis(wanted), placement = store.placementWith(wanted, room), stored = given ?? storedShape(shape, placement, rank, np);
      const length = elementCount(stored), beside = room && isBeside ? room.halos[0]! * elementCount(stored.slice(1)) : 0, what = `an array ${showShape(shape)} of ${showElement(element)}`, whole: Buffer[] = [], buffers: Buffer[] = [];
      try {
        for (const [, dtype] of fieldsOf(element)) {
          // The elements themselves begin at a multiple of the alignment, too.
          const before = (Math.ceil((beside * elementBytes(dtype)) / alignment) * alignment) / elementBytes(dtype), allocated = memory.allocate(dtype, before + length + beside, what);
          whole.push(allocated);
          buffers.push({ dtype, address: allocated.address + before * elementBytes(dtype), length });
        }
      } catch (error) {
        whole.forEach(memory.free);
        throw error instanceof SpmdError ? new SpmdError(error.code, error.message, error.help, site) : error;
      }
      const made: StoredArray = { element, shape, placement, stored, buffers, base: undefined, room: room && { ...room, beside: isBeside, holds: undefined, pending: undefined }, count: 1 };
      owned.set(made, whole);
      scope.push(made);
      return made;
    },
    replace(a) {
      alive(a).room?.pending?.();
      const made: StoredArray = { ...a, room: a.room && { ...a.room, holds: undefined, pending: undefined }, count: 1 };
      owned.set(made, owned.get(a)!);
      owned.set(a, []);
      scope.push(made);
      return made;
    },
    alias(a, placement, beside = 0) {
      store.retain(a);
      const row = elementCount(a.stored.slice(1));
      const more = { stored: a.stored.map((extent, axis) => (axis === 0 ? extent + 2 * beside : extent)), buffers: a.buffers.map((b) => ({ ...b, address: b.address - beside * row * elementBytes(b.dtype), length: b.length + 2 * beside * row })) };
      const made: StoredArray = { ...alive(a), ...(beside > 0 ? more : {}), placement, base: a, count: 1 };
      scope.push(made);
      return made;
    },
    view(a, field) {
      alive(a).room?.pending?.();
      return memory.view(a.buffers[field]!);
    },
    retain(a) {
      alive(a).count++;
    },
    release(a) {
      if (--alive(a).count > 0) return;
      if (a.base) return store.release(a.base);
      a.room?.pending?.();
      owned.get(a)!.forEach(memory.free);
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
    remembered<T>(key: string, make: () => T): T {
      if (!known.has(key)) known.set(key, make());
      return known.get(key) as T;
    },
    scratch: (a, field, length) => memory.allocate(a.buffers[field]!.dtype, length, `a message of an array ${showShape(a.shape)}`),
  };
  return store;
}

/** Its elements stay dense, with room before and after them. */
const isFirstAxis = (placement: Placement): boolean => placement.kind === "block" && placement.axis === 0;

/** A block or grid with that halo. */
function withRoom(placement: Placement, { halos, corners }: Room): Placement {
  if (placement.kind === "grid") return { ...placement, halos: [halos[0]!, halos[1]!], corners };
  if (placement.kind !== "block") throw new Error(`internal: an array that is ${placement.kind} has no neighbours`);
  return { ...placement, halo: halos[0]! };
}

/** What generated code hands back is what the runtime gave it. */
export function storedArray(a: DistributedArray): StoredArray {
  if (!isStoredArray(a)) throw new Error("internal: not an array of this runtime");
  return a;
}

export function isStoredArray(value: unknown): value is StoredArray {
  return typeof value === "object" && value !== null && "buffers" in value && "placement" in value && "stored" in value;
}
