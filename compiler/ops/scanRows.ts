// scanRows(a, monoid, { exclusive }, dtype): prefixes along each row: element j combines the elements 0 .. j of its row.
// `exclusive: true` leaves the element itself out. Keeps the dtype (i32 where bools are counted), or the one that is named.
import type { Combines, DType, FoldedDType, MonoidFor, NamedAfter, NDArray, Shape, TwoAxes } from "../types/index.ts";
import type { ScanOptions } from "./prefixScan.ts";
import { scan } from "./prefixScan.ts";

export interface ScanRowsCall {
  <D extends DType, S extends Shape, M extends MonoidFor<D>, O extends ScanOptions | DType = never, E extends DType = never>(
    a: NDArray<D, S> & TwoAxes<"scanRows", S>,
    m: M & Combines<"scanRows", D, M>,
    options?: O,
    element?: E,
  ): NDArray<FoldedDType<D, M, NamedAfter<O, E>>, S>;
}

export const scanRows = scan("scanRows", { all: false }, "prefixes along each row: element j combines the elements 0 .. j of its row");
