// Which part of an axis is a rank's own, in the words of a message-passing program.
//
//   block(0)     const [firstRow, rows] = share(h);                                   row i of mine is row firstRow + i
//   grid(0 1)    const [firstRow, rows] = share(h, 1, rankRow, rankRows);             and columns alike
//   cyclic(0)    const rows = Math.max(0, Math.ceil((h - rank) / size));              row i of mine is row rank + i * size
import { distributedAxes } from "../../ir/placement.ts";
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
  if (!distributedAxes(placement).includes(axis)) return { count: extent, declaration: undefined, global: (local) => local };
  const along = placement.kind === "grid" ? placement.axes.indexOf(axis) : 0, align = placement.kind === "block" ? placement.align : placement.kind === "grid" ? placement.aligns[along]! : 0;
  const key = `${placement.kind} ${along} ${align} ${extent}`;
  const known = declared.get(key), made = known ?? newNames(shape.length, axis, naming);
  if (!known) declared.set(key, made);
  const { count, first } = made;
  if (placement.kind === "cyclic") return { count, declaration: known ? undefined : `const ${count} = Math.max(0, Math.ceil((${extent} - rank) / size)); // ${count} rank, rank + size, rank + 2 * size, ...`, global: (local) => `rank + ${local} * size` };
  return { count, declaration: known ? undefined : `const [${first}, ${count}] = share(${extent}${placement.kind === "grid" ? `, ${align}, ${along === 0 ? "rankRow, rankRows" : "rankColumn, rankColumns"}` : align > 1 ? `, ${align}` : ""});`, global: (local) => `${first} + ${local}` };
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

/** The same of a grid, where ranks along each axis share it. */
export const gridShareFunction = shareFunction
  .replace("align = 1)", "align = 1, place = rank, places = size)").replaceAll("/ size", "/ places").replace("r === size", "r === places").replaceAll("bound(rank", "bound(place");

/** The rows and columns of ranks, as `runtime/layout/bounds.ts` has them. */
export const gridText = "let rankColumns = Math.floor(Math.sqrt(size));\nwhile (size % rankColumns !== 0) rankColumns--;\nconst rankRows = size / rankColumns, rankRow = Math.floor(rank / rankColumns), rankColumn = rank % rankColumns;";
