// scanRows(a, monoid, { exclusive }, dtype): prefixes along each row: element j combines the elements 0 .. j of its row.
// `exclusive: true` leaves the element itself out. Keeps the dtype (i32 where bools are counted), or the one that is named.
import type { Combines, Element, FoldedDType, MonoidFor, Named, NamedAfter, NDArray, Shape, TwoAxes } from "../types/index.ts";
import type { ScanOptions } from "./prefixScan.ts";
import { scan } from "./prefixScan.ts";

export interface ScanRowsCall {
  <D extends Element, S extends Shape, M extends MonoidFor<D>, const O extends ScanOptions | Named = never, const E extends Named = never>(
    a: NDArray<D, S> & TwoAxes<"scanRows", S>,
    m: M & Combines<"scanRows", D, M>,
    options?: O,
    element?: E,
  ): NDArray<FoldedDType<D, M, NamedAfter<O, E>>, S>;
}

export const scanRows = scan("scanRows", { all: false }, "prefixes along each row: element j combines the elements 0 .. j of its row");
