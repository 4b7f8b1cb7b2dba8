// Copies between a user's view and shared memory that make as few views as they can: one costs as much as copying a hundred bytes.
import { bytesOf, type View } from "../transport/transport.ts";

/** Up to this many elements a loop is faster than `set`. */
const loopElements = 16;

/** The same memory, as elements of each kind. */
export interface Words {
  readonly u8: Uint8Array;
  readonly i32: Int32Array;
  readonly f64: Float64Array;
}

/** From the view to byte `at` (a multiple of 8). */
export function putView({ u8, i32, f64 }: Words, at: number, view: View): void {
  if (view instanceof Float64Array) putElements(f64, at >> 3, view);
  else if (view instanceof Int32Array) putElements(i32, at >> 2, view);
  else putElements(u8, at, bytesOf(view));
}

/** As many bytes as the view has, from byte `at` (a multiple of 8) to the view. */
export function getView({ u8, i32, f64 }: Words, at: number, view: View): void {
  if (view instanceof Float64Array) getElements(f64, at >> 3, view);
  else if (view instanceof Int32Array) getElements(i32, at >> 2, view);
  else getElements(u8, at, bytesOf(view));
}

type Elements = Float64Array | Int32Array | Uint8Array;

function putElements(words: Elements, at: number, view: Elements): void {
  const n = view.length;
  if (n <= loopElements) for (let k = 0; k < n; k++) words[at + k] = view[k]!;
  else words.set(view, at);
}

function getElements(words: Elements, at: number, view: Elements): void {
  const n = view.length;
  if (n <= loopElements) for (let k = 0; k < n; k++) view[k] = words[at + k]!;
  else view.set(words.subarray(at, at + n));
}
