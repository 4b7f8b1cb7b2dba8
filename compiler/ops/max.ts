// max(a): the greatest element; -Infinity if there is none.
import type { DType, NDArray, Shape } from "../types/index.ts";
import { wholeReduction } from "./wholeReduction.ts";

export interface MaxCall {
  (a: NDArray<DType, Shape>): number;
}

export const max = wholeReduction("max", "max", "the greatest element; -Infinity if there is none");
