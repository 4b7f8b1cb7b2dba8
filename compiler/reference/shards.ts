// One array of the simulation: what each of `np` ranks holds of it.
//
//   [10] f64 as block(0) on 3 ranks   ->   parts: [0 1 2] [3 4 5] [6 7 8 9]
//
// Leaves and totals of a loop (`leafAxis`) have that axis divided by the leaf's length and are placed with the loop.
import { axisPart, copies, fills, shardParts, storedLeafShape, storedShape } from "../../runtime/abi.ts";
import type { Placement } from "../../runtime/abi.ts";
import type { DType, ElementType } from "../ir/types.ts";
import { fieldsOf } from "../ir/types.ts";
import { allocate, allocateData, sizeOf, stored } from "./dense.ts";
import type { Dense, DenseData } from "./dense.ts";

export interface Shards {
  readonly element: ElementType;
  readonly shape: readonly number[];
  readonly placement: Placement;
  readonly leafAxis?: number;
  /** Extents of each rank's buffers, halos included. */
  readonly stored: readonly (readonly number[])[];
  readonly parts: readonly { readonly [field: string]: DenseData }[];
}

export function allocateShards(element: ElementType, shape: readonly number[], placement: Placement, np: number, leafAxis?: number): Shards {
  const ranks = Array.from({ length: np }, (_, rank) => rank);
  const extents = ranks.map((rank) => (leafAxis === undefined ? storedShape(shape, placement, rank, np) : storedLeafShape(shape, leafAxis, placement, rank, np)));
  const parts = extents.map((local) => Object.fromEntries(fieldsOf(element).map(([field, dtype]) => [field, poisoned(dtype, sizeOf(local))])));
  return { element, shape, placement, ...(leafAxis === undefined ? {} : { leafAxis }), stored: extents, parts };
}

/** Elements that nobody writes must not look right by chance. */
function poisoned(dtype: DType, size: number): DenseData {
  const data = allocateData(dtype, size);
  data.fill(dtype === "bool" ? 1 : dtype === "f64" || dtype === "f32" ? NaN : 77);
  return data;
}

/** The same elements somewhere else: every box that the exchange names is copied from sender to receiver. */
export function reshard(from: Shards, to: Placement, np: number): Shards {
  const result = allocateShards(from.element, from.shape, to, np), how = { shape: from.shape, from: from.placement, to };
  for (const [field, dtype] of fieldsOf(from.element))
    for (let receiver = 0; receiver < np; receiver++) {
      const target = result.parts[receiver]![field]!;
      for (let sender = 0; sender < np; sender++)
        for (const box of copies(how, sender, receiver, np)) eachOf(box.map((s) => s.count), (k) => {
          const source = place(from.stored[sender]!, box.map((s, axis) => s.from + k[axis]! * s.fromStep));
          target[place(result.stored[receiver]!, box.map((s, axis) => s.to + k[axis]! * s.toStep))] = from.parts[sender]![field]![source]!;
        });
      for (const { box, value } of fills(how, receiver, np)) eachOf(box.map((s) => s.count), (k) => {
        target[place(result.stored[receiver]!, box.map((s, axis) => s.to + k[axis]! * s.toStep))] = stored(dtype, value);
      });
    }
  return result;
}

/** A whole array, cut up. */
export function scatter(whole: Dense, placement: Placement, np: number): Shards {
  const result = allocateShards(whole.element, whole.shape, placement, np);
  for (let rank = 0; rank < np; rank++) {
    const parts = shardParts(whole.shape, placement, rank, np);
    for (const [field] of fieldsOf(whole.element)) eachOf(parts.map((p) => p.count), (k, flat) => {
      result.parts[rank]![field]![flat] = whole.data[field]![place(whole.shape, k.map((at, axis) => parts[axis]!.start + at * parts[axis]!.step))]!;
    });
  }
  return result;
}

/** The whole array, put together. Copies on several ranks must agree to the bit. */
export function gather(shards: Shards, np: number): Dense {
  const whole = allocate(shards.element, shards.shape), fields = fieldsOf(shards.element), written = fields.map(() => new Uint8Array(sizeOf(shards.shape)));
  for (let rank = 0; rank < np; rank++) {
    const parts = shards.shape.map((extent, axis) => axisPart(extent, axis, shards.placement, rank, np));
    for (const [f, [field]] of fields.entries()) eachOf(parts.map((p) => p.count), (k) => {
      const to = place(shards.shape, k.map((at, axis) => parts[axis]!.start + at * parts[axis]!.step)), value = shards.parts[rank]![field]![place(shards.stored[rank]!, k.map((at, axis) => at + parts[axis]!.halo))]!;
      if (written[f]![to] && !Object.is(whole.data[field]![to], value)) throw new Error(`ranks differ: ${whole.data[field]![to]!} and ${value} at ${to} of [${shards.shape.join(", ")}]`);
      whole.data[field]![to] = value;
      written[f]![to] = 1;
    });
  }
  if (written.some((of) => of.includes(0))) throw new Error(`no rank holds some elements of [${shards.shape.join(", ")}]`);
  return whole;
}

export const place = (shape: readonly number[], at: readonly number[]): number => at.reduce((flat, k, axis) => flat * shape[axis]! + k, 0);

/** Every position of a box in row-major order. `at` is one array, reused. */
export function eachOf(counts: readonly number[], visit: (at: readonly number[], flat: number) => void): void {
  const size = sizeOf(counts), at = counts.map(() => 0);
  for (let flat = 0; flat < size; flat++) {
    visit(at, flat);
    for (let axis = counts.length - 1; axis >= 0 && ++at[axis]! === counts[axis]; axis--) at[axis] = 0;
  }
}
