// all(a): whether all elements are true (numbers: neither 0 nor NaN).
import type { DType, NDArray, Shape } from "../types/index.ts";
import { truths } from "./truths.ts";

export interface AllCall {
  (a: NDArray<DType, Shape>): boolean;
}

export const all = truths("all", "and", "whether all elements are true");
