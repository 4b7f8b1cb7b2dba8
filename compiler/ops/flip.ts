// flip(a, axes): backwards along the named axes; along all of them if none is named.
import type { ArrayOp, Attribute } from "../ir/array.ts";
import type { Axes, Element, NDArray, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, showExtents } from "./elements.ts";
import { axisOf, rearranged } from "./rearrange.ts";

export interface FlipCall {
  <D extends Element, S extends Shape, const A extends readonly number[]>(a: NDArray<D, S>, axes?: A & Axes<"flip", S, A>): NDArray<D, S>;
}

const axesOf = (attributes: { readonly [name: string]: unknown }, ndim: number): readonly number[] =>
  ((attributes.axes as readonly number[] | undefined) ?? Array.from({ length: ndim }, (_, axis) => axis)).map((axis) => axisOf(axis, ndim));

export const flip = defineOp({
  name: "flip",
  summary: "backwards along the named axes, or all",
  parameters: [{ kind: "array", name: "a" }, { kind: "integers", name: "axes", optional: true }],
  gives: "array",
  records: true,
  check({ inputs: [a], attributes }) {
    const ndim = a!.shape.length, axes = axesOf(attributes, ndim), given = (attributes.axes as readonly number[] | undefined) ?? [];
    const bad = axes.some((axis) => axis < 0 || axis >= ndim) || new Set(axes).size < axes.length;
    return bad ? broken("SPMD2070", { op: "flip", what: `axes [${given.join(", ")}]`, shape: showExtents(a!.shape) }) : fine(a!.element, a!.shape);
  },
  expand(op, typeOf) {
    const axes = axesOf(op.attributes, typeOf(op.inputs[0]!).shape.length), ranges = op.types[0]!.shape.map((_, axis): [string, Attribute] => [`axis${axis}`, axes.includes(axis) ? [null, null, -1] : []]);
    const sliced: ArrayOp = { ...op, op: "slice", attributes: Object.fromEntries(ranges) };
    return { ops: [sliced], kernels: [] };
  },
  reference({ inputs: [a], attributes }) {
    const axes = axesOf(attributes, a!.shape.length);
    return [rearranged(a!.element, a!.shape, (index) => ({ source: a!, at: index.map((k, axis) => (axes.includes(axis) ? a!.shape[axis]! - 1 - k : k)) }))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "flip(a)" },
    { inputs: [{ element: "i16", ndim: 2 }], source: "flip(a, [1])" },
    { inputs: [{ element: "bool", ndim: 3 }], source: "flip(a, [0, -1])" },
  ],
});
