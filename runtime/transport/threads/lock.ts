// Locks of windows: one writer or several readers at a time. A lock is four words in the heap of the rank that owns the window; any rank may hold it.
//
// words   STATE (0 free, -1 held by a writer, n held by n readers)   WAITING (ranks that wait)   HOLDER (the writer's rank)
//
// A rank that waits has counted itself in WAITING before it tries again, and a rank that releases looks at WAITING after it has released: so either the
// one sees the free lock or the other rings the bells.
import type { WaitSet } from "../transport.ts";

const STATE = 0, WAITING = 1, HOLDER = 2;
export const lockBytes = 64;

export interface LockPlace {
  readonly i32: Int32Array;
  /** Index of the first word. */
  readonly at: number;
}

/** Takes the lock if it can be had now. */
export function tryLock({ i32, at }: LockPlace, rank: number, shared: boolean): boolean {
  for (;;) {
    // Partner: `unlock` on the rank that holds it.
    const state = Atomics.load(i32, at + STATE);
    if (shared ? state < 0 : state !== 0) return false;
    if (Atomics.compareExchange(i32, at + STATE, state, shared ? state + 1 : -1) !== state) continue;
    if (!shared) i32[at + HOLDER] = rank;
    return true;
  }
}

export function lock(place: LockPlace, rank: number, shared: boolean, members: readonly number[], wait: (ready: () => boolean, waitsFor: () => WaitSet) => void): void {
  if (tryLock(place, rank, shared)) return;
  const { i32, at } = place;
  Atomics.add(i32, at + WAITING, 1); // Partner: `unlock` loads WAITING after it has released.
  try {
    wait(() => tryLock(place, rank, shared), () => ({ mode: "any", ranks: i32[at + STATE] === -1 ? [i32[at + HOLDER]!] : members.filter(m => m !== rank) }));
  } finally {
    Atomics.sub(i32, at + WAITING, 1);
  }
}

export function unlock({ i32, at }: LockPlace, shared: boolean, wake: () => void): void {
  if (shared) Atomics.sub(i32, at + STATE, 1); // Partner: `tryLock` on a rank that waits.
  else Atomics.store(i32, at + STATE, 0);
  if (Atomics.load(i32, at + WAITING) > 0) wake(); // Partner: `lock` adds to WAITING before it tries again.
}
