// What a rank shows of itself to the others, and the reading of it: whether it is blocked, for whom it waits, what it is calling. It is written only once
// a wait is long or a report is being made, so that ordinary calls pay nothing for it.
//
// A rank counts as blocked exactly while BLOCKED is 1 and its bell still shows SLEPT_BELL: everything that could end its wait rings its bell.
import type { SharedState } from "../shared.ts";
import type { CallDescription, WaitSet } from "../transport.ts";
import type { RankState } from "../report.ts";
import {
  BELL, BLOCKED, DESCRIBED, descriptionBytes, descriptionStart, PHASE, phaseEnded, rankLine, SLEPT_BELL, waitAll, waitAny, WAIT_MODE, waitSet, waitSetWords,
} from "./state.ts";

export interface Published {
  block(waits: WaitSet, description: CallDescription, seenBell: number): void;
  unblock(): void;
  describe(description: CallDescription): void;
  read(rank: number): RankState;
  /** The bell a rank went to sleep with, or undefined if it is not blocked. */
  asleepWith(rank: number): number | undefined;
  isEnded(rank: number): boolean;
  hasDescribed(rank: number): boolean;
  end(): void;
}

export function openPublished(shared: SharedState, rank: number): Published {
  const { np } = shared, control = new Int32Array(shared.control), bytes = new Uint8Array(shared.control);
  const words = waitSetWords(np), mine = rankLine(rank);
  const encoder = new TextEncoder(), decoder = new TextDecoder();

  const describe = (description: CallDescription): void => {
    const text = encoder.encode(JSON.stringify(description)).slice(0, descriptionBytes - 1), start = descriptionStart(np, rank);
    bytes.set(text, start);
    bytes[start + text.length] = 0;
    // Partner: `hasDescribed` and `asleepWith` load what is stored after the text.
    Atomics.store(control, mine + DESCRIBED, 1);
  };
  const readDescription = (other: number): CallDescription | undefined => {
    const start = descriptionStart(np, other), end = bytes.indexOf(0, start);
    try {
      return JSON.parse(decoder.decode(bytes.slice(start, end))) as CallDescription;
    } catch {
      return undefined;
    }
  };
  const readWaits = (other: number): WaitSet => {
    const start = waitSet(np, other), ranks: number[] = [];
    for (let r = 0; r < np; r++) if ((control[start + (r >> 5)]! >>> (r & 31)) & 1) ranks.push(r);
    return { mode: control[rankLine(other) + WAIT_MODE] === waitAny ? "any" : "all", ranks };
  };
  const asleepWith = (other: number): number | undefined => {
    const line = rankLine(other);
    // Partner: `block` and `unblock` on that rank, and `ring` on any.
    if (Atomics.load(control, line + BLOCKED) === 0) return undefined;
    const slept = Atomics.load(control, line + SLEPT_BELL);
    return Atomics.load(control, line + BELL) === slept ? slept : undefined;
  };
  const isEnded = (other: number): boolean => Atomics.load(control, rankLine(other) + PHASE) === phaseEnded; // Partner: `end`.

  return {
    block(waits, description, seenBell) {
      const start = waitSet(np, rank);
      control.fill(0, start, start + words);
      for (const r of waits.ranks) control[start + (r >> 5)]! |= 1 << (r & 31);
      control[mine + WAIT_MODE] = waits.mode === "any" ? waitAny : waitAll;
      describe(description);
      // Partner: `asleepWith` on the rank that checks the graph.
      Atomics.store(control, mine + SLEPT_BELL, seenBell);
      Atomics.store(control, mine + BLOCKED, 1);
    },
    unblock() {
      Atomics.store(control, mine + BLOCKED, 0); // Partner: `asleepWith`.
    },
    describe,
    read(other) {
      if (isEnded(other)) return { rank: other, phase: "ended", description: undefined, waits: undefined };
      const described = Atomics.load(control, rankLine(other) + DESCRIBED) === 1; // Partner: `describe`.
      const blocked = asleepWith(other) !== undefined;
      return { rank: other, phase: "running", description: described ? readDescription(other) : undefined, waits: blocked ? readWaits(other) : undefined };
    },
    asleepWith,
    isEnded,
    hasDescribed: other => Atomics.load(control, rankLine(other) + DESCRIBED) === 1, // Partner: `describe`.
    end() {
      Atomics.store(control, mine + PHASE, phaseEnded); // Partner: `isEnded`.
    },
  };
}
