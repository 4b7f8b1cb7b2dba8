// What is known at a place of the emitted program: names of extents that are declared, checks that have been made, values that slots hold. Facts of a
// block end with it; what a loop's body may have changed is forgotten.
import type { Extent, ValueId } from "../ir/types.ts";

export interface Facts {
  /** The name that stands for something that has been checked or copied already: key -> name. */
  known(key: string): Extent | undefined;
  learn(key: string, name: Extent): void;
  /** Names of extents that may be used here. */
  declareExtent(name: string): void;
  isDeclared(extent: Extent): boolean;
  /** One extent for all that are known to be equal here. */
  representative(extent: Extent): Extent;
  equate(a: Extent, b: Extent): void;
  /** What a slot holds at this very point. */
  slotValue(slot: string): ValueId | undefined;
  setSlot(slot: string, value: ValueId): void;
  /** The same for a slot that has just been read. */
  rememberSlot(slot: string, value: ValueId): void;
  /** Slots written since the block began. */
  readonly written: ReadonlySet<string>;
  /** After an inner block: what it wrote is not known any more. */
  forget(slots: Iterable<string>): void;
  /** The facts at the beginning of an inner block; of a loop's body with `again`, since slots may have been written on the trip before. */
  inner(again: boolean): Facts;
}

export function newFacts(outer?: Facts, slotValues: ReadonlyMap<string, ValueId> = new Map()): Facts {
  const names = new Map<string, Extent>(), declared = new Set<string>(), same = new Map<Extent, Extent>(), slots = new Map(slotValues), written = new Set<string>();
  const facts: Facts = {
    known: (key) => names.get(key) ?? outer?.known(key),
    learn: (key, name) => void names.set(key, name),
    declareExtent: (name) => void declared.add(name),
    isDeclared: (extent) => typeof extent === "number" || declared.has(extent) || (outer?.isDeclared(extent) ?? false),
    representative: (extent) => {
      const above = outer ? outer.representative(extent) : extent;
      const here = same.get(above);
      return here === undefined || here === above ? above : facts.representative(here);
    },
    equate: (a, b) => {
      const [x, y] = [facts.representative(a), facts.representative(b)];
      if (x !== y) typeof y === "number" ? same.set(x, y) : same.set(y, x);
    },
    slotValue: (slot) => slots.get(slot),
    setSlot: (slot, value) => {
      slots.set(slot, value);
      written.add(slot);
    },
    rememberSlot: (slot, value) => void slots.set(slot, value),
    written,
    forget: (forgotten) => {
      for (const slot of forgotten) {
        slots.delete(slot);
        written.add(slot);
      }
    },
    inner: (again) => newFacts(facts, again ? new Map() : slots),
  };
  return facts;
}
