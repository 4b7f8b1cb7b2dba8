// sum(a): the sum of all elements.
import type { DType, NDArray, Shape } from "../types/index.ts";
import { wholeReduction } from "./wholeReduction.ts";

export interface SumCall {
  (a: NDArray<DType, Shape>): number;
}

export const sum = wholeReduction("sum", "add", "the sum of all elements");
