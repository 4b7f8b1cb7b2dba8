// Views: parts of arrays that loops read in place, as if they were arrays of their own.
//
//   slice(a, [1, -1])      view [1:]            position p of the view is position 1 + p of the array
//   flip(a)                view [$last:-1]      position p is position last - p
//   read(a, k, j)          view [$k, 0:]        row k: its axis is gone, the view's axis 0 is the array's axis 1
import type { LoopInput, Position, View, ViewAxis } from "./array.ts";
import type { Extent } from "./types.ts";

/** The array's axes that are left, in order. */
export const walkedAxes = (view: View | undefined, ndim: number): readonly number[] => Array.from({ length: ndim }, (_, axis) => axis).filter((axis) => view?.[axis]!.step !== 0);

/** The array's axis that the k-th axis of an input's access walks. */
export const arrayAxis = ({ view, type }: LoopInput, k: number): number => walkedAxes(view, type.shape.length)[k]!;

/** The access stands for positions of the array as they are. */
export const isPlain = ({ from, step }: ViewAxis): boolean => from === 0 && step === 1;

export const hostOf = (position: Position): readonly string[] => (typeof position === "number" ? [] : [position.host]);

/** Undefined where it would take two host variables. */
export function addPositions(a: Position, b: Position): Position | undefined {
  if (typeof a === "number") return typeof b === "number" ? a + b : { ...b, plus: b.plus + a };
  return typeof b === "number" ? { ...a, plus: a.plus + b } : undefined;
}

/** A view of a view, axis by axis: position p of the second is position `from + step p` of the first. */
export function seenThrough(first: ViewAxis, second: ViewAxis): ViewAxis | undefined {
  const moved = first.step === 1 || typeof second.from === "number" ? (typeof second.from === "number" ? second.from * first.step : second.from) : undefined;
  const from = moved === undefined ? undefined : addPositions(first.from, moved);
  return from === undefined ? undefined : { from, step: first.step * second.step };
}

/** Whether an axis of the array, walked so, is walked as a loop's axis of this extent is. */
export const walksAll = (axis: ViewAxis | undefined, extent: Extent, loop: Extent): boolean => axis === undefined || (isPlain(axis) && extent === loop);
