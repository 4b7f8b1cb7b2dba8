// argmax(a): where the greatest element stands, as its number in row-major order. The first of equal ones; the first NaN, if there is one; -1 of nothing.
import type { DType, NDArray, Shape } from "../types/index.ts";
import { extremePlace } from "./extremePlace.ts";

export interface ArgmaxCall {
  (a: NDArray<DType, Shape>): number;
}

export const argmax = extremePlace("argmax", "where the greatest element stands, in row-major order");
