// reduceCols(a, monoid, dtype): the elements of each column combined: one value a column. Keeps the dtype (i32 where bools are counted), or the one that is named.
import type { Combines, Element, FoldedDType, MonoidFor, Named, NDArray, Shape, TwoAxes, WithoutFirst } from "../types/index.ts";
import { reductionAlong } from "./reduction.ts";

export interface ReduceColsCall {
  <D extends Element, S extends Shape, M extends MonoidFor<D>, const E extends Named = never>(
    a: NDArray<D, S> & TwoAxes<"reduceCols", S>,
    m: M & Combines<"reduceCols", D, M>,
    element?: E,
  ): NDArray<FoldedDType<D, M, E>, WithoutFirst<S>>;
}

export const reduceCols = reductionAlong("reduceCols", 0, "the elements of each column combined: one value a column");
