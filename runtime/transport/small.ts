// Copies of a few bytes between a user's view and shared memory, element by element: making a byte view of the user's array would cost more than the copy.
import type { View } from "./transport.ts";

/** Up to this many bytes a loop is faster than `set`. */
export const smallBytes = 128;

export interface Words {
  readonly u8: Uint8Array;
  readonly i32: Int32Array;
  readonly f64: Float64Array;
}

/** Whether `putSmall` and `getSmall` can copy this view. */
export function isSmall(view: View): boolean {
  return view.byteLength <= smallBytes && (view instanceof Float64Array || view instanceof Int32Array || view instanceof Uint8Array);
}

/** From the view to byte `at` (a multiple of 8). */
export function putSmall({ u8, i32, f64 }: Words, at: number, view: View): void {
  const n = (view as Float64Array).length;
  if (view instanceof Float64Array) for (let k = 0, to = at >> 3; k < n; k++) f64[to + k] = view[k]!;
  else if (view instanceof Int32Array) for (let k = 0, to = at >> 2; k < n; k++) i32[to + k] = view[k]!;
  else for (let k = 0; k < n; k++) u8[at + k] = (view as Uint8Array)[k]!;
}

/** As many bytes as the view has, from byte `at` to the view. */
export function getSmall({ u8, i32, f64 }: Words, at: number, view: View): void {
  const n = (view as Float64Array).length;
  if (view instanceof Float64Array) for (let k = 0, from = at >> 3; k < n; k++) view[k] = f64[from + k]!;
  else if (view instanceof Int32Array) for (let k = 0, from = at >> 2; k < n; k++) view[k] = i32[from + k]!;
  else for (let k = 0; k < n; k++) (view as Uint8Array)[k] = u8[at + k]!;
}
