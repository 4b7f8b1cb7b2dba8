// Which part of an axis is a rank's own, in the words of a message-passing program.
//
//   block(0)     const [firstRow, rows] = share(h);                                   row i of mine is row firstRow + i
//   cyclic(0)    const rows = Math.max(0, Math.ceil((h - rank) / size));              row i of mine is row rank + i * size
import type { Placement } from "../../ir/placement.ts";
import type { Extent } from "../../ir/types.ts";
import type { Naming } from "./naming.ts";

export interface Share {
  /** How many positions this rank has along the axis. */
  readonly count: string;
  /** Its declaration, if it was not declared in this scope before. */
  readonly declaration: string | undefined;
  /** The global position of a local one. */
  global(local: string): string;
}

/** Declarations of the blocks that enclose the present place. */
export type Declared = Map<string, { readonly count: string; readonly first: string }>;

export function shareOf(shape: readonly Extent[], axis: number, placement: Placement, naming: Naming, declared: Declared): Share {
  const extent = naming.host(shape[axis]!);
  if ((placement.kind !== "block" && placement.kind !== "cyclic") || placement.axis !== axis) return { count: extent, declaration: undefined, global: (local) => local };
  const align = placement.kind === "block" ? placement.align : 0, key = `${placement.kind} ${align} ${extent}`;
  const known = declared.get(key), made = known ?? newNames(shape.length, axis, naming);
  if (!known) declared.set(key, made);
  const { count, first } = made;
  if (placement.kind === "cyclic") return { count, declaration: known ? undefined : `const ${count} = Math.max(0, Math.ceil((${extent} - rank) / size)); // ${count} rank, rank + size, rank + 2 * size, ...`, global: (local) => `rank + ${local} * size` };
  return { count, declaration: known ? undefined : `const [${first}, ${count}] = share(${extent}${align > 1 ? `, ${align}` : ""});`, global: (local) => `${first} + ${local}` };
}

function newNames(ndim: number, axis: number, naming: Naming): { readonly count: string; readonly first: string } {
  const [count, first] = ndim === 1 ? ["count", "first"] : axis === 0 ? ["rows", "firstRow"] : axis === ndim - 1 ? ["columns", "firstColumn"] : ["planes", "firstPlane"];
  return { count: naming.fresh(count), first: naming.fresh(first) };
}

/** The function that `block` shares use, as `runtime/layout/bounds.ts` has it. */
export const shareFunction = `/** The first of this rank's positions and how many it has. Inner boundaries are multiples of \`align\`, and of a power of two where the shares are large. */
function share(extent: number, align = 1): [first: number, count: number] {
  let granule = align;
  while (granule * 16 <= extent / size) granule *= 2;
  const granules = Math.ceil(extent / granule);
  const bound = (r: number) => (r === size ? extent : Math.min(extent, Math.floor((granules * r) / size) * granule));
  return [bound(rank), bound(rank + 1) - bound(rank)];
}`;
