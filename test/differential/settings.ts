// How many random programs, and which: from the environment, since whoever has seen one fail wants to see it again.
const long = process.env.SPMD_TEST_LONG === "1";

/** The number of the first program. */
export const firstSeed = Number(process.env.SPMD_SEED ?? 1);
/** `few` of them in `npm test`, `many` in `npm run test:long`; `SPMD_PROGRAMS` of them if it is set. */
export const programCount = (few: number, many: number): number => Number(process.env.SPMD_PROGRAMS ?? (long ? many : few));
/** How long to look for a simpler program that fails, too. */
export const shrinkMs = long || process.env.SPMD_SEED !== undefined ? 90_000 : 25_000;

/** Seeds in bundles that are compiled together. */
export function bundlesOf(first: number, count: number, size: number): number[][] {
  const seeds = Array.from({ length: count }, (_, k) => first + k);
  return Array.from({ length: Math.ceil(count / size) }, (_, k) => seeds.slice(k * size, (k + 1) * size));
}
