// What a rank shows of itself to the others, and the reading of it: whether it is blocked, for whom it waits, what it is calling. It is written only once
// a wait is long or a report is being made, so that ordinary calls pay nothing for it.
//
// A rank counts as blocked exactly while BLOCKED is 1 and its bell still shows SLEPT_BELL: everything that could end its wait rings its bell.
import type { SharedState } from "../shared.ts";
import type { CallDescription, WaitSet } from "../transport.ts";
import type { RankState } from "../report.ts";
import {
  BELL, BLOCKED, DESCRIBED, descriptionBytes, descriptionStart, LOOKED, LOOKS, PHASE, phaseEnded, rankLine, SLEPT_BELL, waitAll, waitAny, WAIT_MODE, WAITS, waitSet, waitSetWords,
} from "./state.ts";

export interface Published {
  block(waits: WaitSet, description: CallDescription, seenBell: number): void;
  /** Brings the wait set up to date if somebody has begun to look for a deadlock since: ranks waited for may have come without ringing the bell. */
  refresh(waitsFor: () => WaitSet): void;
  unblock(): void;
  /** Begins a look for a deadlock; `hasRefreshed` tells whose wait sets are younger than it. */
  beginLook(): number;
  hasRefreshed(rank: number, look: number): boolean;
  describe(description: CallDescription): void;
  read(rank: number): RankState;
  /** Which of its long waits a rank is asleep in, or undefined if it is not blocked. */
  asleepIn(rank: number): number | undefined;
  isEnded(rank: number): boolean;
  hasDescribed(rank: number): boolean;
  end(): void;
}

export function openPublished(shared: SharedState, rank: number): Published {
  const { np } = shared, control = new Int32Array(shared.control, 0, shared.control.byteLength >> 2), bytes = new Uint8Array(shared.control, 0, shared.control.byteLength);
  const words = waitSetWords(np), mine = rankLine(rank);
  const encoder = new TextEncoder(), decoder = new TextDecoder();

  const describe = (description: CallDescription): void => {
    const text = encoder.encode(JSON.stringify(description)).slice(0, descriptionBytes - 1), start = descriptionStart(np, rank);
    bytes.set(text, start);
    bytes[start + text.length] = 0;
    // Partner: `hasDescribed` and `asleepIn` load what is stored after the text.
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
  const writeWaits = (waits: WaitSet): void => {
    const start = waitSet(np, rank);
    control.fill(0, start, start + words);
    for (const r of waits.ranks) control[start + (r >> 5)]! |= 1 << (r & 31);
    control[mine + WAIT_MODE] = waits.mode === "any" ? waitAny : waitAll;
    // Partner: `hasRefreshed`.
    Atomics.store(control, mine + LOOKED, Atomics.load(control, LOOKS));
  };
  const asleepIn = (other: number): number | undefined => {
    const line = rankLine(other);
    // Partner: `block` and `unblock` on that rank, and `ring` on any.
    if (Atomics.load(control, line + BLOCKED) === 0) return undefined;
    const slept = Atomics.load(control, line + SLEPT_BELL);
    return Atomics.load(control, line + BELL) === slept ? Atomics.load(control, line + WAITS) : undefined;
  };
  const isEnded = (other: number): boolean => Atomics.load(control, rankLine(other) + PHASE) === phaseEnded; // Partner: `end`.

  return {
    block(waits, description, seenBell) {
      writeWaits(waits);
      describe(description);
      // Partner: `asleepIn` on the rank that checks the graph.
      Atomics.store(control, mine + SLEPT_BELL, seenBell);
      Atomics.add(control, mine + WAITS, 1);
      Atomics.store(control, mine + BLOCKED, 1);
    },
    refresh(waitsFor) {
      // Partner: `beginLook`.
      if (Atomics.load(control, mine + LOOKED) !== Atomics.load(control, LOOKS)) writeWaits(waitsFor());
    },
    beginLook: () => Atomics.add(control, LOOKS, 1) + 1, // Partner: `refresh`.
    hasRefreshed: (other, look) => Atomics.load(control, rankLine(other) + LOOKED) - look >= 0, // Partner: `writeWaits`.
    unblock() {
      Atomics.store(control, mine + BLOCKED, 0); // Partner: `asleepIn`.
    },
    describe,
    read(other) {
      if (isEnded(other)) return { rank: other, phase: "ended", description: undefined, waits: undefined };
      const described = Atomics.load(control, rankLine(other) + DESCRIBED) === 1; // Partner: `describe`.
      const blocked = asleepIn(other) !== undefined;
      return { rank: other, phase: "running", description: described ? readDescription(other) : undefined, waits: blocked ? readWaits(other) : undefined };
    },
    asleepIn,
    isEnded,
    hasDescribed: other => Atomics.load(control, rankLine(other) + DESCRIBED) === 1, // Partner: `describe`.
    end() {
      Atomics.store(control, mine + PHASE, phaseEnded); // Partner: `isEnded`.
    },
  };
}
