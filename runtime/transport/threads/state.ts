// The shared memory of a job on threads: where each word lies, and nothing else. Sizes follow np; a job of 1024 ranks reserves about 0.5 GB of address
// space in rings and boards and touches the pages it uses.
//
// control (int32 words), the job's line first, then one line of 32 words a rank:
//   job    END (0 running, 1 "describe yourselves", 2 ended)  REASON  ORIGIN  REPORT_BYTES  REPORTER  LOOKS (how often somebody has looked for a deadlock)  LOOK_TICK (when)  STATUS (exit status)
//   rank   BELL (grows when anything this rank may wait for has changed)  SLEEPING  BLOCKED  SLEPT_BELL  PHASE  DESCRIBED  WAIT_MODE
//          WAITS (grows with each long wait)  LOOKED (the look for which the wait set was last brought up to date)
// then wait sets (one bit a rank), descriptions (JSON text, zero terminated) and the report.
import { alignedBuffer, growableBuffer } from "../heap.ts";
import type { SharedState } from "../shared.ts";

export const END = 0, REASON = 1, ORIGIN = 2, REPORT_BYTES = 3, REPORTER = 4, LOOKS = 5, LOOK_TICK = 6, STATUS = 7;
export const running = 0, describing = 1, ended = 2;

export const rankWords = 32;
export const BELL = 0, SLEEPING = 1, BLOCKED = 2, SLEPT_BELL = 3, PHASE = 4, DESCRIBED = 5, WAIT_MODE = 6, WAITS = 7, LOOKED = 8;
export const phaseRunning = 0, phaseEnded = 1;
export const waitAll = 0, waitAny = 1;

export const descriptionBytes = 1024;
export const reportBytes = 1 << 16;
const memoryPages = { initial: 1, maximum: 65536 };

/** Index (in words) of a rank's line. */
export const rankLine = (rank: number): number => rankWords * (rank + 1);

/** Index (in words) of a rank's wait set. */
export function waitSet(np: number, rank: number): number {
  return rankWords * (np + 1) + rank * waitSetWords(np);
}

export const waitSetWords = (np: number): number => Math.ceil(np / 32);

export function descriptionStart(np: number, rank: number): number {
  return 4 * (rankWords * (np + 1) + np * waitSetWords(np)) + rank * descriptionBytes;
}

export const reportStart = (np: number): number => descriptionStart(np, np);

/** Data bytes start this far into a ring: the writer's line and the reader's line come first. */
export const ringHeaderBytes = 128;

function ringBytes(np: number): number {
  const share = 2 ** Math.floor(Math.log2(2 ** 25 / (np * np)));
  return Math.min(65536, Math.max(256, share));
}

/** Bytes a member may write for one step: smaller on large boards, whose steps are many anyway. */
export function segmentBytes(members: number): number {
  return members <= 16 ? 65536 : 32768;
}

export const boardHeaderBytes = (members: number): number => 128 + 128 * members;

/** A board: a line each for generation and arrivals, two lines a member, then two segments a member. */
export function boardBytes(members: number): number {
  return boardHeaderBytes(members) + 2 * members * segmentBytes(members);
}

/** Everything `np` ranks share. `cores`: how many of them can run at once. */
export function allocateSharedState(np: number, cores: number): SharedState {
  const bytes = ringBytes(np);
  return {
    np,
    cores,
    control: alignedBuffer(reportStart(np) + reportBytes),
    rings: alignedBuffer(bytes * np * np),
    ringBytes: bytes,
    board: alignedBuffer(boardBytes(np)),
    heaps: Array.from({ length: np }, growableBuffer),
    memories: Array.from({ length: np }, () => new WebAssembly.Memory({ ...memoryPages, shared: true })),
  };
}
