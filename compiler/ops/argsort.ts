// argsort(a, { descending }): where the elements of each row (along the last axis) stand, in their order: `gather(a, argsort(a))` is `sort(a)` for one axis. i32.
import { dense, plainData, sizeOf } from "../reference/dense.ts";
import type { DType, NDArray, Shape, SomeAxis } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, plain } from "./elements.ts";
import type { OrderOptions } from "./order.ts";
import { eachRow, isDescending, orderOfRow, orderParameter, orderExchanges, orderRules, orderWork } from "./order.ts";
import { orderKernels } from "./orderKernels.ts";

export interface ArgsortCall {
  <S extends Shape>(a: NDArray<DType, S> & SomeAxis<"argsort", S>, options?: OrderOptions): NDArray<"i32", S>;
}

export const argsort = defineOp({
  name: "argsort",
  summary: "where the elements of each row stand, in their order",
  parameters: [{ kind: "array", name: "a" }, orderParameter],
  gives: "array",
  check: ({ inputs: [a] }) => (a!.shape.length === 0 ? broken("SPMD2070", { op: "argsort", what: "no axis to sort along", shape: "[]" }) : fine("i32", a!.shape)),
  library: { rules: (op) => orderRules(op.types[0]!.shape.length), exchanges: orderExchanges(true), work: orderWork, kernels: ({ inputs: [a] }) => orderKernels(plain(a!), true) },
  reference({ inputs: [a], attributes }) {
    const places = new Int32Array(sizeOf(a!.shape));
    eachRow(plainData(a!), a!.shape, (row, from) => places.set(orderOfRow(row, isDescending(attributes)), from));
    return [dense("i32", a!.shape, places)];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "argsort(a)" },
    { inputs: [{ element: "u8", ndim: 1 }], source: "argsort(map(a, x => x >> 4), { descending: true })" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "argsort(a)" },
  ],
});
