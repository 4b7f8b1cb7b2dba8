// min(a): the least element; Infinity if there is none.
import type { DType, NDArray, Shape } from "../types/index.ts";
import { wholeReduction } from "./wholeReduction.ts";

export interface MinCall {
  (a: NDArray<DType, Shape>): number;
}

export const min = wholeReduction("min", "min", "the least element; Infinity if there is none");
