// transpose(a): rows become columns.
import { allocate, eachPosition, elementAt, flatten, setElement } from "../reference/dense.ts";
import type { Element, NDArray, Reversed, Shape, TwoAxes } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { fine, twoAxes } from "./elements.ts";
import { elementOf, loopOf, resultType, storeValues } from "./form.ts";

export interface TransposeCall {
  <D extends Element, S extends Shape>(a: NDArray<D, S> & TwoAxes<"transpose", S>): NDArray<D, Reversed<S>>;
}

export const transpose = defineOp({
  name: "transpose",
  summary: "rows become columns",
  parameters: [{ kind: "array", name: "a" }],
  gives: "array",
  records: true,
  check(call) {
    const a = call.inputs[0]!;
    return twoAxes("transpose", a) ?? fine(a.element, [...a.shape].reverse());
  },
  loop(op, typeOf) {
    const value = op.inputs[0]!, type = typeOf(value), axes = type.shape.map((_, axis) => ({ loop: type.shape.length - 1 - axis, offset: 0 }));
    return { loop: loopOf(op, resultType(op).shape, { inputs: [{ value, type, access: { axes } }], outputs: [storeValues(op, elementOf(0, type.element))] }), kernels: [] };
  },
  reference({ inputs: [a] }) {
    const result = allocate(a!.element, [...a!.shape].reverse());
    eachPosition(result.shape, (flat, index) => setElement(result, flat, elementAt(a!, flatten(a!.shape, [...index].reverse()))));
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 2 }], source: "transpose(a)" },
    { inputs: [{ element: "u8", ndim: 2 }], source: "transpose(a)" },
    { inputs: [{ element: { x: "f64", on: "bool" }, ndim: 2 }], source: "transpose(a)" },
  ],
});
