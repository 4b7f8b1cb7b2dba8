// argmin(a): where the least element stands, as its number in row-major order. The first of equal ones; the first NaN, if there is one; -1 of nothing.
import type { DType, NDArray, Shape } from "../types/index.ts";
import { extremePlace } from "./extremePlace.ts";

export interface ArgminCall {
  (a: NDArray<DType, Shape>): number;
}

export const argmin = extremePlace("argmin", "where the least element stands, in row-major order");
