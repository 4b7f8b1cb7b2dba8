// count(a): how many elements are true (numbers: neither 0 nor NaN).
import type { DType, NDArray, Shape } from "../types/index.ts";
import { truths } from "./truths.ts";

export interface CountCall {
  (a: NDArray<DType, Shape>): number;
}

export const count = truths("count", "add", "how many elements are true");
