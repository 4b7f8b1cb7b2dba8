// Waiting and waking. Every rank has one bell, a counter that grows whenever anything it may be waiting for has changed, and a rank sleeps on nothing else.
// A rank that is about to sleep says so, then sleeps only if its bell still shows what it saw before it last looked; whoever rings adds to
// the bell first and looks for sleepers second. So one of the two always notices the other, and no wake-up is lost.
//
// While ranks have cores of their own a wait begins with a spin (a wake-up through the kernel costs 5 us and more); otherwise it sleeps at once, which
// hands the core to the rank that is waited for. Sleeps end after some time in any case, to look after the wait-for graph.
import type { SharedState } from "../shared.ts";
import { BELL, rankLine, SLEEPING } from "./state.ts";

/**
 * How long a wait spins, where ranks have cores of their own. A spin that was in vain halves the next one, one that was not makes it longer again: where other programs
 * hold the cores, the spinning rank may itself be what keeps the message from coming. It never becomes shorter than a sleeping rank takes to wake up and answer: so the
 * waste is at most as long as the sleep would have cost, and two ranks that have both slept find back to spinning with the next message.
 */
const shortestSpinMs = 0.05, longestSpinMs = 0.2, spinsAtOnce = 500, oversubscribedSpins = 8;
/** Many ranks look less often: together they would keep the cores busy with looking. */
const longestNapMs = (np: number): number => Math.min(1000, Math.max(100, np));

export interface Bell {
  /** The bell as last seen by `changed`. */
  seen(): number;
  /** True once after each time the bell has been rung. */
  changed(): boolean;
  ring(rank: number): void;
  /** Spins until the bell changes or `glance` sees something, for a short time; true if so. */
  spin(glance: (() => boolean) | undefined): boolean;
  /** Sleeps until the bell changes or the nap is over. */
  nap(ms?: number): void;
}

export function openBell(shared: SharedState, rank: number): Bell {
  const control = new Int32Array(shared.control), mine = rankLine(rank) + BELL, sleeping = rankLine(rank) + SLEEPING;
  const crowded = shared.np > shared.cores, limit = crowded ? oversubscribedSpins : spinsAtOnce;
  const napMs = longestNapMs(shared.np);
  let seen = 0, spinMs = longestSpinMs / 4;

  return {
    seen: () => seen,
    changed() {
      // Partner: `ring` on any other rank.
      const now = Atomics.load(control, mine);
      if (now === seen) return false;
      seen = now;
      return true;
    },
    ring(other) {
      const line = (other + 1) * 32;
      // Partner: `nap` stores SLEEPING and then waits for the bell to differ from what it saw.
      Atomics.add(control, line + BELL, 1);
      if (Atomics.load(control, line + SLEEPING) === 1) Atomics.notify(control, line + BELL);
    },
    spin(glance) {
      // The clock is looked at only once the first look has been in vain: it costs as much as a short wait.
      for (let end = 0, now = 0; now <= end; now = performance.now(), end = end || now + spinMs) {
        // What is glanced at lies in the cache line that its writer changes first; the bell, which comes after, is for everything else.
        for (let k = 0; k < limit; k++)
          if (glance?.() || ((glance === undefined || (k & 7) === 7) && Atomics.load(control, mine) !== seen)) { // Partner: `ring`.
            spinMs = Math.min(longestSpinMs, spinMs * 1.1);
            return true;
          }
        if (crowded) break;
      }
      spinMs = Math.max(shortestSpinMs, spinMs / 2);
      return false;
    },
    nap(ms = napMs) {
      // Partner: `ring` adds to the bell and then loads SLEEPING.
      Atomics.store(control, sleeping, 1);
      Atomics.wait(control, mine, seen, ms);
      Atomics.store(control, sleeping, 0);
    },
  };
}
