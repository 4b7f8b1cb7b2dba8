// filter(a, (x, i, j) => ...): the elements for which a function is true, in row-major order, as one axis.
//
//   filter a @f   ->   %m = map a @f;  compress a %m
import type { ArrayOp } from "../ir/array.ts";
import { dense, eachPosition, loaded, plainData, plainDType, stored } from "../reference/dense.ts";
import type { DType, Fits, NDArray, Scalar, Shape } from "../types/index.ts";
import { defineOp, unknownExtent } from "./defineOp.ts";
import { fine } from "./elements.ts";

export interface FilterCall {
  <D extends DType, S extends Shape, F extends (x: Scalar<D>, ...index: number[]) => boolean>(a: NDArray<D, S>, f: F & Fits<"filter", F, [Scalar<D>], S, never>): NDArray<D, [number]>;
}

export const filter = defineOp({
  name: "filter",
  summary: "the elements for which a function is true, in order",
  parameters: [{ kind: "array", name: "a" }, { kind: "kernel", name: "f", elements: true, result: "boolean" }],
  gives: "array",
  check: ({ inputs: [a] }) => fine(a!.element, [unknownExtent]),
  expand(op, typeOf, fresh) {
    const mask = fresh(), { monoid: _, ...bare } = op;
    const chosen: ArrayOp = { ...bare, op: "map", results: [mask], types: [{ element: "bool", shape: typeOf(op.inputs[0]!).shape }], attributes: { element: "bool" } };
    const { kernel: __, ...rest } = bare;
    return { ops: [chosen, { ...rest, op: "compress", inputs: [op.inputs[0]!, mask] }], kernels: [] };
  },
  reference({ inputs: [a], kernel }) {
    const data = plainData(a!), dtype = plainDType(a!), kept: number[] = [];
    eachPosition(a!.shape, (flat, index) => kernel!(loaded(dtype, data[flat]!), ...index) === true && kept.push(data[flat]!));
    return [dense(dtype, [kept.length], kept)];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "filter(a, x => x > 0)" },
    { inputs: [{ element: "i32", ndim: 2 }], source: "filter(a, (x, i, j) => (x + i + j) % 2 === 0)" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "filter(a, (x, i) => x || i % 3 === 0)" },
    { inputs: [{ element: "f32", ndim: 1 }], source: "sum(filter(a, x => x < 0))" },
  ],
});
