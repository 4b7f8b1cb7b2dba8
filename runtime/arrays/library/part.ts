// Keeps this rank's part of an array that every rank has whole.
import type { Placement, Site } from "../../abi.ts";
import type { Whole } from "../../effects/whole.ts";
import { copies, fills } from "../../layout/exchange.ts";
import { copyBox, fillBox } from "../../layout/pack.ts";
import { fieldsOf } from "../../memory/elements.ts";
import type { ArrayStore, StoredArray } from "../store.ts";

export function keepPart(store: ArrayStore, { element, shape, data }: Whole, placement: Placement, site: Site): StoredArray {
  const target = store.make(element, shape, placement, site), boxes = copies({ shape, from: { kind: "replicated" }, to: placement }, store.rank, store.rank, store.np);
  fieldsOf(element).forEach(([field], k) => {
    for (const box of boxes) copyBox(data[field]!, shape, store.view(target, k), target.stored, box);
    for (const { box, value } of fills({ shape, to: placement }, store.rank, store.np)) fillBox(store.view(target, k), target.stored, box, value);
  });
  return target;
}
