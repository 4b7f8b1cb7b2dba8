// sortBy(keys, values, { descending }): the rows of `values` in the order of their keys, which stand along one axis; rows with equal keys stay in their order.
//
//   sortBy keys values   ->   %order = argsort keys;  gather values %order
import type { ArrayOp } from "../ir/array.ts";
import { plainData } from "../reference/dense.ts";
import type { DType, Element, MaskFits, NDArray, OneAxis, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, mergeShapes, showExtents } from "./elements.ts";
import type { OrderOptions } from "./order.ts";
import { isDescending, orderOfRow, orderParameter } from "./order.ts";
import { rearranged } from "./rearrange.ts";

export interface SortByCall {
  <K extends Shape, D extends Element, S extends Shape>(keys: NDArray<DType, K> & OneAxis<"sortBy", K>, values: NDArray<D, S> & MaskFits<"sortBy", S, K>, options?: OrderOptions): NDArray<D, S>;
}

export const sortBy = defineOp({
  name: "sortBy",
  summary: "rows in the order of their keys",
  parameters: [{ kind: "array", name: "keys" }, { kind: "array", name: "values" }, orderParameter],
  gives: "array",
  records: true,
  check({ inputs: [keys, values] }) {
    if (keys!.shape.length !== 1) return broken("SPMD2070", { op: "sortBy", what: "keys need one axis", shape: showExtents(keys!.shape) });
    const own = values!.shape.slice(0, 1), merged = mergeShapes("sortBy", [keys!.shape, own]);
    return isBroken(merged) ? broken("SPMD2001", { op: "sortBy", a: showExtents(keys!.shape), b: showExtents(values!.shape) }) : { ...fine(values!.element, [], [keys!.shape, own]), ok: true, types: [values!] };
  },
  expand(op, typeOf, fresh) {
    const order = fresh(), [keys, values] = op.inputs;
    const places: ArrayOp = { ...op, op: "argsort", results: [order], types: [{ element: "i32", shape: typeOf(keys!).shape }], inputs: [keys!] };
    return { ops: [places, { ...op, op: "gather", inputs: [values!, order], attributes: {} }], kernels: [] };
  },
  reference({ inputs: [keys, values], attributes }) {
    if (keys!.shape[0] !== values!.shape[0]) throw fault("SPMD2001", { op: "sortBy", a: showExtents(keys!.shape), b: showExtents(values!.shape) });
    const order = orderOfRow(plainData(keys!), isDescending(attributes));
    return [rearranged(values!.element, values!.shape, ([row, ...rest]) => ({ source: values!, at: [order[row!]!, ...rest] }))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }, { element: "i32", ndim: 1 }], source: "sortBy(a, b)" },
    { inputs: [{ element: "bool", ndim: 1 }, { element: "f32", ndim: 2 }], source: "sortBy(a, b, { descending: true })" },
    { inputs: [{ element: "i32", ndim: 1 }, { element: "f64", ndim: 1 }], source: "sortBy(map(a, x => x % 5), b)" },
  ],
});
