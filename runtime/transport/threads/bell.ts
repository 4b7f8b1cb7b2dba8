// Waiting and waking. Every rank has one bell, a counter that grows whenever anything it may be waiting for has changed, and a rank sleeps on nothing else.
// A rank that is about to sleep says so, then sleeps only if its bell still shows what it saw before it last looked; whoever rings adds to
// the bell first and looks for sleepers second. So one of the two always notices the other, and no wake-up is lost.
//
// Messages and meetings on a board are looked for in their own places, which cost their readers no more than the bell and save their writers the addition to a word that
// another core is reading: for these the bell is only rung where somebody sleeps (`touch`).
//
// While ranks have cores of their own a wait begins with a spin (a wake-up through the kernel costs 5 us and more); otherwise it sleeps at once, which
// hands the core to the rank that is waited for. Sleeps end after some time in any case, to look after the wait-for graph.
import type { SharedState } from "../shared.ts";
import { BELL, BLOCKED, rankLine, SLEEPING } from "./state.ts";

/**
 * How long a wait spins, where ranks have cores of their own. A spin that was in vain halves the next one, one that was not makes it longer again: where other programs
 * hold the cores, the spinning rank may itself be what keeps the message from coming. That alone would be a trap: ranks that sleep answer late, and the system likes to wake
 * them on the core of the rank that sent the message, so that all of them spin in vain and sleep, for ever. So now and then one spins for long, which lets the system find
 * the other rank a core of its own.
 */
const shortestSpinMs = 0.005, longestSpinMs = 0.2, spinsAtOnce = 500, oversubscribedSpins = 8;
const longSpinMs = 4, longSpinEveryMs = 200;
/** Many ranks look less often: together they would keep the cores busy with looking. */
const longestNapMs = (np: number): number => Math.min(1000, Math.max(100, np));

export interface Bell {
  /** The bell as last seen by `changed`. */
  seen(): number;
  /** True once after each time the bell has been rung. */
  changed(): boolean;
  ring(rank: number): void;
  /** The same after a change that the other looks for itself as long as it is awake, and once more before it sleeps: rings only where it may not. */
  touch(rank: number): void;
  /** Spins until the bell changes, or `glance` or (more seldom looked at) `other` see something, for a short time; true if so. */
  spin(glance: () => boolean, other: () => boolean): boolean;
  /** Sleeps until the bell changes or the nap is over, or not at all if `glance` sees something. */
  nap(ms?: number, glance?: () => boolean): void;
}

export function openBell(shared: SharedState, rank: number): Bell {
  const control = new Int32Array(shared.control, 0, shared.control.byteLength >> 2), mine = rankLine(rank) + BELL, sleeping = rankLine(rank) + SLEEPING;
  const crowded = shared.np > shared.cores, limit = crowded ? oversubscribedSpins : spinsAtOnce;
  const napMs = longestNapMs(shared.np);
  let seen = 0, spinMs = longestSpinMs / 4, lastLong = 0, until = 0, idle = 0;

  /** The clock is looked at only once the first look has been in vain: it costs as much as a short wait. */
  function goOn(): boolean {
    const now = performance.now();
    if (until > 0) return now < until;
    const long = now - lastLong > longSpinEveryMs;
    if (long) lastLong = now;
    until = now + (long ? longSpinMs : spinMs);
    return true;
  }

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
    touch(other) {
      const line = (other + 1) * 32;
      // Partner: `nap` stores SLEEPING, and published.ts BLOCKED, before that rank looks once more.
      if (Atomics.load(control, line + SLEEPING) === 0 && Atomics.load(control, line + BLOCKED) === 0) return;
      Atomics.add(control, line + BELL, 1);
      Atomics.notify(control, line + BELL);
    },
    spin(glance, other) {
      until = 0;
      do {
        // What is glanced at lies in the cache line that its writer changes first; the bell, which comes after, is for everything else.
        for (let k = 0; k < limit; k++) {
          if (glance() || ((k & 7) === 7 && (Atomics.load(control, mine) !== seen || other()))) { // Partner: `ring`.
            if (until > 0) spinMs = Math.min(longestSpinMs, spinMs * 1.5);
            return true;
          }
          // A pause: the line is left to who writes it, and the core's other hardware thread, if it has one, can work.
          idle = Math.sqrt(Math.sqrt(Math.sqrt(idle + k)));
        }
        if (crowded) break;
      } while (goOn());
      spinMs = Math.max(shortestSpinMs, spinMs / 2);
      return false;
    },
    nap(ms = napMs, glance) {
      // Partner: `ring` adds to the bell and then loads SLEEPING; `touch` comes after the change that `glance` looks for.
      Atomics.store(control, sleeping, 1);
      if (!glance?.()) Atomics.wait(control, mine, seen, ms);
      Atomics.store(control, sleeping, 0);
    },
  };
}
