// A board: where the members of a communicator meet. Each member adds itself to the arrivals; the last one to come checks that all came with the same
// signature, opens the next generation and rings the others. Nobody waits for more than one word, and each waiting rank is woken once.
//
//   generation (64 bytes)   arrivals (64)   a line a member: signature (64)   segments of even steps, then of odd ones
//
// Why two sets of segments: a member writes step k + 2 into the memory of step k only after the meeting of step k + 1, to which everybody
// came after reading step k. One meeting a step is enough.
import type { Board, Numbers, WaitSet } from "../transport.ts";
import { segmentBytes } from "./state.ts";

export interface BoardPlace {
  readonly buffer: SharedArrayBuffer;
  readonly start: number;
  /** Ranks of the job. */
  readonly members: readonly number[];
  readonly rank: number;
}

export interface BoardServices {
  wait(ready: () => boolean, waitsFor: () => WaitSet, glance: () => boolean): void;
  ring(rank: number): void;
  mismatch(members: readonly number[]): never;
  view(rank: number, place: number, offset: number, bytes: number): Uint8Array;
  close(): void;
}

export function openBoard(place: BoardPlace, services: BoardServices): Board {
  const { buffer, start, members, rank } = place, size = members.length;
  const bytes = buffer.byteLength;
  const u8 = new Uint8Array(buffer, 0, bytes), i32 = new Int32Array(buffer, 0, bytes >> 2), f64 = new Float64Array(buffer, 0, bytes >> 3);
  const generation = start >> 2, arrivals = (start + 64) >> 2, lines = (start + 128) >> 2, arrived = lines + rank * 16 + 1;
  const segment = segmentBytes(size), segments = start + 128 + 64 * size;
  let step = 0;

  const at = (parity: number, member: number): number => segments + ((parity & 1) * size + member) * segment;
  // Partner: the last member stores the generation.
  const ready = (): boolean => Atomics.load(i32, generation) === step;
  const missing = (): WaitSet => ({ mode: "all", ranks: members.filter((_, m) => i32[lines + m * 16 + 1] !== step) });

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
    meet(signature) {
      step = (step + 1) | 0;
      i32[arrived - 1] = signature;
      i32[arrived] = step;
      // Partner: the same addition by every other member; the last one sees all that was written before.
      if (((Atomics.add(i32, arrivals, 1) + 1) | 0) !== Math.imul(step, size)) {
        services.wait(ready, missing, ready);
        return;
      }
      for (let m = 0; m < size; m++) if (i32[lines + m * 16] !== signature) services.mismatch(members);
      Atomics.store(i32, generation, step); // Partner: `ready` on every other member.
      for (let m = 0; m < size; m++) if (m !== rank) services.ring(members[m]!);
    },
    view: (member, where, offset, length) => services.view(members[member]!, where, offset, length),
    close: services.close,
  };
}
