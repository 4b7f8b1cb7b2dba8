// `read(a, i, j)` in uncompiled kernels: one element of an array, at positions that are checked.
import type { ElementValue } from "../ops/defineOp.ts";
import type { Element, Index, NDArray, Scalar, Shape } from "../types/index.ts";
import { elementAt, flatten } from "./dense.ts";
import { denseOf } from "./handle.ts";

export interface ReadCall {
  <D extends Element, S extends Shape>(a: NDArray<D, S>, ...positions: Index<S>): Scalar<D>;
}

const readElement = (array: unknown, ...positions: readonly number[]): ElementValue => {
  const a = denseOf(array);
  if (!a || positions.length !== a.shape.length) throw new TypeError("read takes an array and one position an axis");
  positions.forEach((at, axis) => {
    if (!Number.isInteger(at) || at < 0 || at >= a.shape[axis]!) throw new RangeError(`read: index ${at} is not a position of axis ${axis}, whose extent is ${a.shape[axis]!}`);
  });
  return elementAt(a, flatten(a.shape, positions));
};

export const read = readElement as ReadCall;
