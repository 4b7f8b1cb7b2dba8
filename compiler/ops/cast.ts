// cast(a, dtype): each element stored as another dtype, as a typed array would: integers wrap, fractions are cut off, f32 rounds; bool is `x !== 0`.
import { dense, elementsOf } from "../reference/dense.ts";
import type { Casts, Element, ElementOf, Named, NDArray, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, sameFields, showElement } from "./elements.ts";
import { elementOf, loopOf, resultType, storeValues, straightInputs } from "./form.ts";

export interface CastCall {
  <D extends Element, S extends Shape, const E extends Named>(a: NDArray<D, S>, element: E & Casts<D, E>): NDArray<ElementOf<NoInfer<E>>, S>;
}

export const cast = defineOp({
  name: "cast",
  summary: "the elements stored as another dtype",
  parameters: [
    { kind: "array", name: "a" },
    { kind: "element", name: "element" },
  ],
  gives: "array",
  records: true,
  check(call) {
    const a = call.inputs[0]!, { element } = call;
    if (element === undefined) return broken("SPMD2013", { op: "cast" });
    return sameFields(element, a.element) ? fine(element, a.shape) : broken("SPMD2083", { op: "cast", a: showElement(a.element), b: showElement(element) });
  },
  // The store itself converts.
  loop: (op, typeOf) => ({
    loop: loopOf(op, resultType(op).shape, { inputs: straightInputs(op, typeOf), outputs: [storeValues(op, elementOf(0, resultType(op).element))] }),
    kernels: [],
  }),
  reference({ inputs: [a], types }) {
    return [dense(types[0]!.element, a!.shape, elementsOf(a!))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 2 }], source: `cast(a, "f32")` },
    { inputs: [{ element: "f64", ndim: 1 }], source: `cast(a, "i8")` },
    { inputs: [{ element: "f32", ndim: 1 }], source: `cast(a, "bool")` },
    { inputs: [{ element: "bool", ndim: 2 }], source: `cast(a, "u32")` },
    { inputs: [{ element: "i32", ndim: 1 }], source: `cast(a, "u16")` },
    { inputs: [{ element: { re: "f64", im: "f64" }, ndim: 2 }], source: `cast(a, "complex64")` },
  ],
});
