// The ranks' memories, reserved by the launcher before there are ranks: as much address space as each may need, so that they hardly ever grow. A page counts
// only once somebody writes to it. (Growth of a shared memory interrupts every thread, each of which then looks at every memory it knows: with np ranks
// that each grow once, np^3 steps. 512 ranks took minutes that way.)
import { maximumBytes, pageBytes, type MemoryLimits } from "./rankMemory.ts";

/** `free`: bytes that the machine has free; undefined: unknown. */
export function reserveMemories(np: number, free: number | undefined): WebAssembly.Memory[] {
  // Twice the fair share: roots hold whole arrays.
  const share = free === undefined ? 2 ** 28 : (2 * free) / np, initial = Math.max(1, Math.min(maximumBytes, Math.floor(share)) / pageBytes) | 0;
  return Array.from({ length: np }, () => reserve(initial));
}

/** As much as the system reserves: some machines promise no more than they have. */
function reserve(initial: number): WebAssembly.Memory {
  for (let pages = initial; ; pages = pages >> 1) {
    try {
      return new WebAssembly.Memory({ initial: pages, maximum: maximumBytes / pageBytes, shared: true });
    } catch (error) {
      if (pages <= 1) throw error;
    }
  }
}

/**
 * What each rank uses, seen by all. Each writes its own number and reads the others' as they happen to be: the limit is one of courtesy,
 * a few pages more or less do not matter.
 */
export function memoryUse({ rank, memoryUse: shared }: { readonly rank: number; readonly memoryUse: SharedArrayBuffer | ArrayBuffer }): Pick<MemoryLimits, "allocated" | "uses"> {
  const use = new Float64Array(shared);
  return { allocated: () => use.reduce((a, b) => a + b, 0), uses: (bytes) => void (use[rank] = bytes) };
}
