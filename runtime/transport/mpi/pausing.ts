// How a process waits when there is nothing to do: it asks again at once for a while, then lets others have the processor, then sleeps, longer and longer. So messages that come soon
// are taken soon, ranks that share cores do not keep each other from working, and one that waits long costs hardly anything.
import type { Mpi } from "./library.ts";

export interface Pausing {
  /** To be called whenever nothing has moved. */
  pause(): void;
  /** Something has moved. */
  reset(): void;
}

const longestSleepUs = 500;

/** `crowded`: more ranks than cores on this host. */
export function createPausing(mpi: Mpi, crowded: boolean): Pausing {
  const spins = crowded ? 0 : 2000, yields = 200;
  let idle = 0;
  return {
    pause() {
      idle++;
      if (idle <= spins) return;
      if (idle <= spins + yields) mpi.yield();
      else mpi.sleep(Math.min(longestSleepUs, 10 + (idle - spins - yields)));
    },
    reset: () => void (idle = 0),
  };
}
