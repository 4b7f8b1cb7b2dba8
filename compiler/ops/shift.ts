// shift(a, [di, dj], { boundary }): result[i, j] = a[i + di, j + dj].
import { allocate, eachPosition, setElement } from "../reference/dense.ts";
import type { Element, NDArray, OneEach, Shape } from "../types/index.ts";
import type { BoundaryOptions } from "./boundary.ts";
import { boundaryFits, boundaryOf, boundaryParameter, readerWithBoundary } from "./boundary.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, showExtents } from "./elements.ts";
import { elementOf, loopOf, resultType, shifted, storeValues } from "./form.ts";

export interface ShiftCall {
  <D extends Element, S extends Shape, const O extends Shape>(a: NDArray<D, S>, offsets: O & OneEach<"shift", S, O>, options?: BoundaryOptions<D>): NDArray<D, S>;
}

export const shift = defineOp({
  name: "shift",
  summary: "the array moved by a constant distance along each axis",
  parameters: [{ kind: "array", name: "a" }, { kind: "integers", name: "offsets" }, boundaryParameter],
  gives: "array",
  records: true,
  check(call) {
    const a = call.inputs[0]!, offsets = call.attributes.offsets, list = Array.isArray(offsets) ? (offsets as readonly unknown[]) : [];
    if (list.length !== a.shape.length || !list.every(Number.isInteger)) return broken("SPMD2006", { op: "shift", offsets: `[${list.join(", ")}]`, shape: showExtents(a.shape) });
    return boundaryFits("shift", call, a.element) ?? fine(a.element, a.shape);
  },
  loop(op, typeOf) {
    const value = op.inputs[0]!, type = typeOf(value), access = shifted(op.attributes.offsets as readonly number[], boundaryOf(op.attributes));
    return { loop: loopOf(op, resultType(op).shape, { inputs: [{ value, type, access }], outputs: [storeValues(op, elementOf(0, type.element))] }), kernels: [] };
  },
  reference({ inputs: [a], attributes }) {
    const result = allocate(a!.element, a!.shape), read = readerWithBoundary(a!, attributes);
    eachPosition(a!.shape, (flat, index) => setElement(result, flat, read(index, attributes.offsets as readonly number[])));
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "shift(a, [1])" },
    { inputs: [{ element: "f32", ndim: 2 }], source: `shift(a, [-2, 1], { boundary: "wrap" })` },
    { inputs: [{ element: "i16", ndim: 2 }], source: "shift(a, [0, -3], { boundary: 0 })" },
    { inputs: [{ element: { x: "f64", n: "u8" }, ndim: 2 }], source: `shift(a, [2, -1], { boundary: 9 })` },
    { inputs: [{ element: "bool", ndim: 1 }], source: `shift(a, [4], { boundary: "reflect" })` },
  ],
});
