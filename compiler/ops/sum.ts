// sum(a): the sum of all elements.
import type { Element, NDArray, Shape, Sum, Summed } from "../types/index.ts";
import { wholeReduction } from "./wholeReduction.ts";

export interface SumCall {
  <D extends Element>(a: NDArray<D, Shape> & Summed<D>): Sum<D>;
}

export const sum = wholeReduction("sum", "add", "the sum of all elements");
