// Whether an operation of the library combines integers as JavaScript does. Not all do: Open MPI 4.1 adds short integers with instructions that saturate, and MPICH 4.0 compares unsigned
// ones as if they had a sign. So each is tried once, on this process alone, on enough elements for every instruction that the library may use.
import { bytesOf, type Numbers } from "../transport.ts";
import type { Mpi } from "./library.ts";

const elements = 269;

/** Zeros, small numbers and all bits, in every combination. */
function sample(like: Numbers, each: number): Numbers {
  const made = new (like.constructor as new (length: number) => Numbers)(elements), bytes = bytesOf(made), width = made.BYTES_PER_ELEMENT;
  let state = each;
  for (let k = 0; k < elements; k++) {
    const kind = Math.floor(k / each) % 4;
    for (let b = 0; b < width; b++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      if (kind > 1 || (kind === 1 && b === 0)) bytes[k * width + b] = state >>> 24;
    }
  }
  return made;
}

export function agrees(mpi: Mpi, type: number, op: number, like: Numbers, combine: (target: Numbers, t: number, source: Numbers, s: number, count: number) => void): boolean {
  const left = sample(like, 1), right = sample(like, 4), expected = left.slice() as Numbers;
  combine(expected, 0, right, 0, elements);
  mpi.check("Reduce_local", mpi.call.Reduce_local(mpi.address(left), mpi.address(right), elements, type, op));
  const result = bytesOf(right);
  return left.length === elements && bytesOf(expected).every((byte, k) => byte === result[k]);
}
