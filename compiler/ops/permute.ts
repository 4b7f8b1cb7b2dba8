// permute(a, axes): the axes in another order: axis k of the result is axis axes[k] of `a`, as NumPy's transpose(a, axes).
import type { Axes, Element, NDArray, OneEachAxis, Permuted, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, showExtents } from "./elements.ts";
import { elementOf, loopOf, resultType, storeValues } from "./form.ts";
import { axisOf, rearranged } from "./rearrange.ts";

export interface PermuteCall {
  <D extends Element, S extends Shape, const A extends readonly number[]>(a: NDArray<D, S>, axes: A & Axes<"permute", S, A> & OneEachAxis<"permute", S, A>): NDArray<D, Permuted<S, A>>;
}

const axesOf = (attributes: { readonly [name: string]: unknown }): readonly number[] => (attributes.axes as readonly number[]).map((axis, _, list) => axisOf(axis, list.length));

export const permute = defineOp({
  name: "permute",
  summary: "the axes in another order",
  parameters: [{ kind: "array", name: "a" }, { kind: "integers", name: "axes" }],
  gives: "array",
  records: true,
  check({ inputs: [a], attributes }) {
    const axes = axesOf(attributes), ndim = a!.shape.length, right = axes.length === ndim && new Set(axes).size === ndim && axes.every((axis) => axis >= 0 && axis < ndim);
    if (!right) return broken("SPMD2070", { op: "permute", what: `axes [${(attributes.axes as readonly number[]).join(", ")}]`, shape: showExtents(a!.shape) });
    return fine(a!.element, axes.map((axis) => a!.shape[axis]!));
  },
  loop(op, typeOf) {
    const value = op.inputs[0]!, type = typeOf(value), axes = axesOf(op.attributes), access = { axes: type.shape.map((_, axis) => ({ loop: axes.indexOf(axis), offset: 0 })) };
    return { loop: loopOf(op, resultType(op).shape, { inputs: [{ value, type, access }], outputs: [storeValues(op, elementOf(0, type.element))] }), kernels: [] };
  },
  reference({ inputs: [a], attributes }) {
    const axes = axesOf(attributes);
    return [rearranged(a!.element, axes.map((axis) => a!.shape[axis]!), (index) => ({ source: a!, at: a!.shape.map((_, axis) => index[axes.indexOf(axis)]!) }))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 3 }], source: "permute(a, [2, 0, 1])" },
    { inputs: [{ element: "i16", ndim: 2 }], source: "permute(a, [1, 0])" },
    { inputs: [{ element: "bool", ndim: 3 }], source: "map(permute(a, [0, -1, 1]), (x, i, j, k) => x !== (i + j > k))" },
  ],
});
