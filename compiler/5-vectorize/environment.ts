// What is known of locals at one point of the code: a range each. A local without one has not been assigned on any way there.
//
//   { k: [0, 9] } joined with { k: [5, 20], n: [1, 1] }   ->   { k: [0, 20], n: [1, 1] }
import type { Range } from "./ranges.ts";
import { join, sameRange } from "./ranges.ts";

/** Ranges by name: a map, with a few later entries before it so that an assignment need not copy it. */
export interface Environment {
  readonly map: ReadonlyMap<string, Range>;
  readonly latest: readonly (readonly [name: string, range: Range])[];
}

export const noRanges: Environment = { map: new Map(), latest: [] };
const mostLatest = 12;

export function lookUp(env: Environment, name: string): Range | undefined {
  for (let k = env.latest.length - 1; k >= 0; k--) if (env.latest[k]![0] === name) return env.latest[k]![1];
  return env.map.get(name);
}

export function extend(env: Environment, name: string, range: Range): Environment {
  if (env.latest.length < mostLatest) return { map: env.map, latest: [...env.latest, [name, range]] };
  return { map: new Map(flat(env)).set(name, range), latest: [] };
}

const flat = (env: Environment): ReadonlyMap<string, Range> => (env.latest.length === 0 ? env.map : new Map([...env.map, ...env.latest]));

/** What holds where two ways meet; undefined: nothing comes this way. */
export function joinEnvironments(a: Environment | undefined, b: Environment | undefined): Environment | undefined {
  if (!a || !b) return a ?? b;
  if (a === b) return a;
  const joined = new Map(flat(a));
  for (const [name, range] of flat(b)) {
    const other = joined.get(name);
    if (other !== range) joined.set(name, other ? join(other, range) : range);
  }
  return { map: joined, latest: [] };
}

/** Growing bounds go to one of these, so that a loop's ranges settle after a few rounds. */
const thresholds = [-Infinity, -(2 ** 53), -(2 ** 31), -1, 0, 1, 2 ** 31 - 1, 2 ** 53, Infinity];

export function widen(before: Environment, after: Environment): Environment {
  const widened = new Map(flat(after));
  for (const [name, range] of widened) {
    const old = lookUp(before, name);
    if (!old || sameRange(old, range)) continue;
    const low = range.low < old.low ? thresholds.findLast((t) => t <= range.low)! : range.low, high = range.high > old.high ? thresholds.find((t) => t >= range.high)! : range.high;
    widened.set(name, { ...range, low, high });
  }
  return { map: widened, latest: [] };
}

export function sameEnvironment(a: Environment, b: Environment): boolean {
  const left = flat(a), right = flat(b);
  return left.size === right.size && [...left].every(([name, range]) => { const other = right.get(name); return other !== undefined && sameRange(range, other); });
}
