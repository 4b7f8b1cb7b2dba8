// Deadlock: from what blocked ranks publish, which ranks can never go on? A rank that computes can. A blocked one can if one of those it waits for can (`any`),
// or all of them can (`all`). What is left over when nothing more can be added is stuck for good.
//
// Ranks are looked at one after the other while the world moves on, so a stuck set is only believed if every blocked rank in it was asleep with the same
// bell in a second look: bells only grow, so there was a moment between the two looks when all of them were asleep at once, and then they still are.
import type { WaitSet } from "../transport.ts";

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

interface Look {
  readonly np: number;
  asleepWith(rank: number): number | undefined;
  isEnded(rank: number): boolean;
  waits(rank: number): WaitSet | undefined;
}

/** The stuck ranks, or none if that could not be established now. */
export function findStuck(look: Look): number[] {
  const ranks = Array.from({ length: look.np }, (_, r) => r);
  const ended = ranks.map(look.isEnded), bells = ranks.map(look.asleepWith);
  const waits = ranks.map(r => (bells[r] === undefined ? undefined : look.waits(r)));
  const stuck = stuckRanks(waits, ended);
  return stuck.every(r => look.asleepWith(r) === bells[r]) ? stuck : [];
}
