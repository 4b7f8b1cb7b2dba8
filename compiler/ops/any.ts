// any(a): whether some element is true (a number: neither 0 nor NaN).
import type { DType, NDArray, Shape } from "../types/index.ts";
import { truths } from "./truths.ts";

export interface AnyCall {
  (a: NDArray<DType, Shape>): boolean;
}

export const any = truths("any", "or", "whether some element is true");
