// reduceRows(a, monoid, dtype): the elements of each row combined: one value a row. Keeps the dtype (i32 where bools are counted), or the one that is named.
import type { Combines, Element, FoldedDType, MonoidFor, Named, NDArray, Shape, TwoAxes, WithoutLast } from "../types/index.ts";
import { reductionAlong } from "./reduction.ts";

export interface ReduceRowsCall {
  <D extends Element, S extends Shape, M extends MonoidFor<D>, const E extends Named = never>(
    a: NDArray<D, S> & TwoAxes<"reduceRows", S>,
    m: M & Combines<"reduceRows", D, M>,
    element?: E,
  ): NDArray<FoldedDType<D, M, E>, WithoutLast<S>>;
}

export const reduceRows = reductionAlong("reduceRows", 1, "the elements of each row combined: one value a row");
