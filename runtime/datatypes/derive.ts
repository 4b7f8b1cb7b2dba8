// The constructors of derived datatypes (MPI 4.1, sections 5.1.2 to 5.1.7). Each turns one or several layouts into one; counts and lengths count items of the
// old type, displacements too, except in the `h` forms and `struct`, where they are bytes.
import { combine, type Layout, type Placed } from "./layout.ts";

export function contiguous(old: Layout, count: number): Layout {
  return combine([{ layout: old, offset: 0, count }]);
}

/** `count` blocks of `length` items, `stride` bytes from start to start. */
export function hvector(old: Layout, count: number, length: number, stride: number): Layout {
  return combine(Array.from({ length: count }, (_, k): Placed => ({ layout: old, offset: k * stride, count: length })));
}

export function vector(old: Layout, count: number, length: number, stride: number): Layout {
  return hvector(old, count, length, stride * old.extent);
}

export function hindexed(old: Layout, lengths: readonly number[], displacements: readonly number[]): Layout {
  return combine(lengths.map((count, k): Placed => ({ layout: old, offset: displacements[k]!, count })));
}

export function indexed(old: Layout, lengths: readonly number[], displacements: readonly number[]): Layout {
  return hindexed(old, lengths, displacements.map(d => d * old.extent));
}

export function struct(lengths: readonly number[], displacements: readonly number[], types: readonly Layout[]): Layout {
  return combine(types.map((layout, k): Placed => ({ layout, offset: displacements[k]!, count: lengths[k]! })));
}

export function resized(old: Layout, lower: number, extent: number): Layout {
  return { ...old, lower, extent };
}

/** The block `starts .. starts + subsizes - 1` of an array of `sizes`; its extent is that of the whole array. Axis order "C": the last varies fastest. */
export function subarray(old: Layout, sizes: readonly number[], subsizes: readonly number[], starts: readonly number[], order: "C" | "F"): Layout {
  const axes = sizes.map((_, axis) => axis);
  if (order === "F") axes.reverse();
  let layout = old, stride = old.extent, offset = 0;
  // From the fastest axis outwards: a vector of what the inner axes make.
  for (const axis of axes.reverse()) {
    layout = layout === old ? contiguous(old, subsizes[axis]!) : hvector({ ...layout, lower: 0, extent: stride }, subsizes[axis]!, 1, stride);
    offset += starts[axis]! * stride;
    stride *= sizes[axis]!;
  }
  return resized(combine([{ layout, offset, count: 1 }]), 0, stride);
}
