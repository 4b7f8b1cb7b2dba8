// scanAll(a, monoid, { exclusive }, dtype): prefixes through all elements, in row-major order.
// `exclusive: true` leaves the element itself out. Keeps the dtype (i32 where bools are counted), or the one that is named.
import type { Combines, Element, FoldedDType, MonoidFor, Named, NamedAfter, NDArray, Shape } from "../types/index.ts";
import type { ScanOptions } from "./prefixScan.ts";
import { scan } from "./prefixScan.ts";

export interface ScanAllCall {
  <D extends Element, S extends Shape, M extends MonoidFor<D>, const O extends ScanOptions | Named = never, const E extends Named = never>(
    a: NDArray<D, S>,
    m: M & Combines<"scanAll", D, M>,
    options?: O,
    element?: E,
  ): NDArray<FoldedDType<D, M, NamedAfter<O, E>>, S>;
}

export const scanAll = scan("scanAll", { all: true }, "prefixes through all elements, in row-major order");
