// Which elements of an axis a rank holds. Pure arithmetic, shared by the compiler's simulation, `explain` and the runtime: the only
// place that knows where one shard ends and the next begins.

/**
 * Boundaries fall on multiples of this many elements: a multiple of `align` and, where extents allow it, of a power of two that keeps a shard's
 * aligned subtrees few while the shards' sizes differ by less than an eighth.
 */
export function granule(extent: number, align: number, np: number): number {
  const share = extent / np;
  let g = align;
  while (g * 16 <= share) g *= 2;
  return g;
}

/** Rank `rank` of `np` holds positions `low .. high - 1` of a block-distributed axis. Later ranks get the larger shards. */
export function blockBounds(extent: number, align: number, rank: number, np: number): readonly [low: number, high: number] {
  const g = granule(extent, align, np), granules = Math.ceil(extent / g);
  const boundary = (r: number): number => Math.min(extent, Math.floor((granules * r) / np) * g);
  return [boundary(rank), rank === np - 1 ? extent : boundary(rank + 1)];
}

/** The rows and columns of a grid of `np` ranks: as near to a square as its divisors allow, rows not fewer than columns. 12 ranks are 4 x 3, a prime is a column. */
export function gridOf(np: number): readonly [rows: number, columns: number] {
  let columns = Math.floor(Math.sqrt(np));
  while (np % columns !== 0) columns--;
  return [np / columns, columns];
}

/** How many positions of a cyclically distributed axis a rank holds: rank, rank + np, rank + 2 np, ... */
export function cyclicCount(extent: number, rank: number, np: number): number {
  return rank < extent ? Math.floor((extent - 1 - rank) / np) + 1 : 0;
}
