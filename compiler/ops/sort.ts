// sort(a, { descending }): the elements of each row (along the last axis) in order; not-a-number last, -0 and 0 equal and in the order in which they stand.
import { allocate, plainData } from "../reference/dense.ts";
import type { DType, NDArray, Shape, SomeAxis } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, plain } from "./elements.ts";
import type { OrderOptions } from "./order.ts";
import { eachRow, isDescending, orderOfRow, orderParameter, orderExchanges, orderRules, orderWork } from "./order.ts";
import { orderKernels } from "./orderKernels.ts";

export interface SortCall {
  <D extends DType, S extends Shape>(a: NDArray<D, S> & SomeAxis<"sort", S>, options?: OrderOptions): NDArray<D, S>;
}

export const sort = defineOp({
  name: "sort",
  summary: "the elements of each row in order",
  parameters: [{ kind: "array", name: "a" }, orderParameter],
  gives: "array",
  check: ({ inputs: [a] }) => (a!.shape.length === 0 ? broken("SPMD2070", { op: "sort", what: "no axis to sort along", shape: "[]" }) : fine(a!.element, a!.shape)),
  library: { rules: (op) => orderRules(op.types[0]!.shape.length), exchanges: orderExchanges(false), work: orderWork, kernels: ({ inputs: [a] }) => orderKernels(plain(a!), false) },
  reference({ inputs: [a], attributes }) {
    const result = allocate(a!.element, a!.shape), to = plainData(result);
    eachRow(plainData(a!), a!.shape, (row, from) => orderOfRow(row, isDescending(attributes)).forEach((place, k) => void (to[from + k] = row[place]!)));
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "sort(a)" },
    { inputs: [{ element: "f64", ndim: 1 }], source: "sort(map(a, x => (x > 5 ? 0 / 0 : x < -5 ? -0 : x)), { descending: true })" },
    { inputs: [{ element: "i16", ndim: 2 }], source: "sort(a)" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "sort(a)" },
    { inputs: [{ element: "f32", ndim: 3 }], source: "sort(a, { descending: true })" },
  ],
});
