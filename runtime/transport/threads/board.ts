// A board: where the members of a communicator meet. There are two ways, the same for all members of a board:
//
//   by a counter   each adds itself to the arrivals; the last one to come checks that all came with the same signature, opens the next generation and wakes the others.
//                  Nobody waits for more than one word, and each waiting rank is woken once
//   directly       few members that have cores of their own: each looks at the lines of all others. A meeting costs one cache line from each of them
//
//   generation (64 bytes)   arrivals (64)   two lines a member (64 each), of even and of odd steps: signature, step, and some bytes   segments of even steps, then of odd ones
//
// Why two sets of lines and segments: a member writes step k + 2 into the memory of step k only after the meeting of step k + 1, to which everybody
// came after reading step k. One meeting a step is enough.
import type { Board, Numbers, WaitSet } from "../transport.ts";
import { boardHeaderBytes, segmentBytes } from "./state.ts";

export interface BoardPlace {
  readonly buffer: SharedArrayBuffer;
  readonly start: number;
  /** Ranks of the job. */
  readonly members: readonly number[];
  readonly rank: number;
  readonly direct: boolean;
}

export interface BoardServices {
  wait(ready: () => boolean, waitsFor: () => WaitSet, glance: () => boolean): void;
  touch(rank: number): void;
  mismatch(members: readonly number[]): never;
  view(rank: number, place: number, offset: number, bytes: number): Uint8Array;
  close(): void;
}

export function openBoard(place: BoardPlace, services: BoardServices): Board {
  const { buffer, start, members, rank, direct } = place, size = members.length;
  const bytes = buffer.byteLength;
  const u8 = new Uint8Array(buffer, 0, bytes), i32 = new Int32Array(buffer, 0, bytes >> 2), f64 = new Float64Array(buffer, 0, bytes >> 3);
  const generation = start >> 2, arrivals = (start + 64) >> 2, lines = (start + 128) >> 2;
  const segment = segmentBytes(size), segments = start + boardHeaderBytes(size);
  let step = 0;

  const at = (parity: number, member: number): number => segments + ((parity & 1) * size + member) * segment;
  /** Word index of a member's line for a step. */
  const line = (member: number, of: number): number => lines + member * 32 + (of & 1) * 16;
  // Partner: the last member stores the generation.
  const generationOpen = (): boolean => Atomics.load(i32, generation) === step;
  // Partner: every other member's `meet` stores its step.
  const allHere = (): boolean => {
    for (let m = 0; m < size; m++) if (Atomics.load(i32, line(m, step) + 1) !== step) return false;
    return true;
  };
  const missing = (): WaitSet => ({ mode: "all", ranks: members.filter((_, m) => i32[line(m, step) + 1] !== step) });
  const compare = (signature: number): void => {
    for (let m = 0; m < size; m++) if (i32[line(m, step)] !== signature) services.mismatch(members);
  };
  const wakeOthers = (): void => {
    for (let m = 0; m < size; m++) if (m !== rank) services.touch(members[m]!);
  };

  const typed = new Map<unknown, Numbers>([[Uint8Array, u8], [Int32Array, i32], [Float64Array, f64]]);
  const wholeBoard = <T extends Numbers>(like: T): T => {
    if (like instanceof Float64Array) return f64 as T;
    let view = typed.get(like.constructor);
    if (!view) {
      const create = like.constructor as new (buffer: SharedArrayBuffer, start: number, length: number) => T;
      typed.set(create, (view = new create(buffer, 0, Math.floor(bytes / like.BYTES_PER_ELEMENT))));
    }
    return view as T;
  };

  return {
    rank,
    size,
    segmentBytes: segment,
    u8,
    i32,
    f64,
    numbers: like => wholeBoard(like),
    segment: member => at(step, member),
    read: member => at(step - 1, member),
    inlineBytes: 56,
    inlineSegment: member => (line(member, step + 1) << 2) + 8,
    inlineRead: member => (line(member, step) << 2) + 8,
    meet(signature) {
      step = (step + 1) | 0;
      const mine = line(rank, step);
      i32[mine] = signature;
      Atomics.store(i32, mine + 1, step); // Partner: `allHere` on every other member, which then sees all that was written before.
      if (direct) {
        wakeOthers();
        if (!allHere()) services.wait(allHere, missing, allHere);
        compare(signature);
        return;
      }
      // Partner: the same addition by every other member; the last one sees all that was written before.
      if (((Atomics.add(i32, arrivals, 1) + 1) | 0) !== Math.imul(step, size)) {
        services.wait(generationOpen, missing, generationOpen);
        return;
      }
      compare(signature);
      Atomics.store(i32, generation, step); // Partner: `generationOpen` on every other member.
      wakeOthers();
    },
    view: (member, where, offset, length) => services.view(members[member]!, where, offset, length),
    close: services.close,
  };
}
