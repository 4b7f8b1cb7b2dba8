// What the reductions need of an operation, and the little that all of them share.
import type { Board, NativeOp, Numbers } from "../transport/transport.ts";

/** `combine` sets `target[t + k] = target[t + k] op source[s + k]`; `target` holds what lower ranks contributed. */
export interface Reducer {
  readonly name: string;
  readonly commutative: boolean;
  /** Elements that belong together (a value and its place), never to be separated; 1 if absent. */
  readonly unit?: number;
  /** The operation by MPI's name, on integers: every order of combination gives the same bits. */
  readonly native?: NativeOp | undefined;
  combine(target: Numbers, t: number, source: Numbers, s: number, count: number): void;
  /** Where there is a quicker way than a copy and `combine`: `into = left op right`, all of one length; `into` may be either of the two. */
  readonly merge?: ((into: Numbers, left: Numbers, right: Numbers) => void) | undefined;
}

export const isFloating = (view: Numbers): boolean => view instanceof Float64Array || view instanceof Float32Array;

/** New memory of the same element type. */
export function like<T extends Numbers>(view: T, count: number): T {
  return new (view.constructor as new (count: number) => T)(count);
}

export function move(target: Numbers, t: number, source: Numbers, s: number, count: number): void {
  if (count <= 16) for (let k = 0; k < count; k++) target[t + k] = source[s + k]!;
  else if (count === source.length) (target as Float64Array).set(source as Float64Array, t);
  else (target as Float64Array).set((source as Float64Array).subarray(s, s + count), t);
}

/** Where in the board's elements the segment of `member` starts, for the step being written or the one to be read. */
export function writing(board: Board, member: number, elementBytes: number): number {
  return board.segment(member) / elementBytes;
}

export function reading(board: Board, member: number, elementBytes: number): number {
  return board.read(member) / elementBytes;
}

/** The same for `bytes` in all: a few travel with the meeting itself. */
export function writingFew(board: Board, member: number, elementBytes: number, bytes: number): number {
  return (bytes <= board.inlineBytes ? board.inlineSegment(member) : board.segment(member)) / elementBytes;
}

export function readingFew(board: Board, member: number, elementBytes: number, bytes: number): number {
  return (bytes <= board.inlineBytes ? board.inlineRead(member) : board.read(member)) / elementBytes;
}
