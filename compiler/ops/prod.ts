// prod(a): the product of all elements.
import type { DType, NDArray, Shape } from "../types/index.ts";
import { wholeReduction } from "./wholeReduction.ts";

export interface ProdCall {
  (a: NDArray<DType, Shape>): number;
}

export const prod = wholeReduction("prod", "mul", "the product of all elements");
