// filter(a, (x, i, j) => ...): the elements for which a function is true, in row-major order, as one axis.
//
//   filter a @f   ->   %m = map a @f;  compress a %m
import type { ArrayOp } from "../ir/array.ts";
import { dense, eachPosition, elementAt } from "../reference/dense.ts";
import type { Element, Fits, NDArray, Scalar, Shape } from "../types/index.ts";
import type { ElementValue } from "./defineOp.ts";
import { defineOp, unknownExtent } from "./defineOp.ts";
import { fine } from "./elements.ts";

export interface FilterCall {
  <D extends Element, S extends Shape, F extends (x: Scalar<D>, ...index: number[]) => boolean>(a: NDArray<D, S>, f: F & Fits<"filter", F, [Scalar<D>], S, never>): NDArray<D, [number]>;
}

export const filter = defineOp({
  name: "filter",
  summary: "the elements for which a function is true, in order",
  parameters: [{ kind: "array", name: "a" }, { kind: "kernel", name: "f", elements: true, result: "boolean" }],
  gives: "array",
  records: true,
  check: ({ inputs: [a] }) => fine(a!.element, [unknownExtent]),
  expand(op, typeOf, fresh) {
    const mask = fresh(), { monoid: _, ...bare } = op;
    const chosen: ArrayOp = { ...bare, op: "map", results: [mask], types: [{ element: "bool", shape: typeOf(op.inputs[0]!).shape }], attributes: { element: "bool" } };
    const { kernel: __, ...rest } = bare;
    return { ops: [chosen, { ...rest, op: "compress", inputs: [op.inputs[0]!, mask] }], kernels: [] };
  },
  reference({ inputs: [a], kernel }) {
    const kept: ElementValue[] = [];
    eachPosition(a!.shape, (flat, index) => kernel!(elementAt(a!, flat), ...index) === true && kept.push(elementAt(a!, flat)));
    return [dense(a!.element, [kept.length], kept)];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "filter(a, x => x > 0)" },
    { inputs: [{ element: "i32", ndim: 2 }], source: "filter(a, (x, i, j) => (x + i + j) % 2 === 0)" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "filter(a, (x, i) => x || i % 3 === 0)" },
    { inputs: [{ element: { x: "f64", on: "bool", n: "u8" }, ndim: 2 }], source: "filter(a, (r, i) => r.on || r.n > 50 + i)" },
    { inputs: [{ element: "f32", ndim: 1 }], source: "sum(filter(a, x => x < 0))" },
  ],
});
