// Deadlock: from what blocked ranks publish, which ranks can never go on? A rank that computes can. A blocked one can if one of those it waits for can (`any`),
// or all of them can (`all`). What is left over when nothing more can be added is stuck for good.
//
// Ranks are looked at one after the other while the world moves on, and a wait set may be older than the arrival of a rank in it. So a stuck set is
// only believed after a second look: every rank in it has slept through one and the same wait from the first look to the second, and has brought its wait
// set up to date in between. None of them can have acted meanwhile, hence none of them will.
import type { WaitSet } from "./transport.ts";

/** Ranks of `waits` (undefined: not blocked) that can never go on. `ended` ranks cannot, but are not counted as stuck. */
export function stuckRanks(waits: readonly (WaitSet | undefined)[], ended: readonly boolean[]): number[] {
  const alive = waits.map((w, rank) => w === undefined && !ended[rank]);
  for (let grew = true; grew; ) {
    grew = false;
    waits.forEach((w, rank) => {
      if (!w || alive[rank] || ended[rank]) return;
      const canGoOn = w.mode === "any" ? w.ranks.some(r => alive[r]) : w.ranks.every(r => alive[r]);
      if (canGoOn) alive[rank] = grew = true;
    });
  }
  return waits.flatMap((w, rank) => (w && !alive[rank] && !ended[rank] ? [rank] : []));
}

export interface Look {
  readonly np: number;
  /** Which of its waits a rank is asleep in. */
  asleepIn(rank: number): number | undefined;
  isEnded(rank: number): boolean;
  waits(rank: number): WaitSet | undefined;
}

/** Blocked ranks that seem stuck, each with the wait it is asleep in. */
export function suspects(look: Look): ReadonlyMap<number, number> {
  const ranks = Array.from({ length: look.np }, (_, r) => r);
  const ended = ranks.map(look.isEnded), asleep = ranks.map(look.asleepIn);
  const waits = ranks.map(r => (asleep[r] === undefined ? undefined : look.waits(r)));
  return new Map(stuckRanks(waits, ended).map(r => [r, asleep[r]!]));
}

/** Of ranks suspected before, whose wait sets are younger than that: those that are stuck indeed. */
export function confirmed(look: Look, before: ReadonlyMap<number, number>): number[] {
  const now = suspects(look);
  return [...now.keys()].every(r => before.get(r) === now.get(r) && look.asleepIn(r) === now.get(r)) ? [...now.keys()] : [];
}
