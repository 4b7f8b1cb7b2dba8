// cast(a, dtype): each element stored as another dtype, as a typed array would: integers wrap, fractions are cut off, f32 rounds; bool is `x !== 0`.
import { allocate, loaded, plainData, plainDType, stored } from "../reference/dense.ts";
import type { DType, NDArray, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine } from "./elements.ts";
import { elementOf, loopOf, resultType, storeValues, straightInputs } from "./form.ts";

export interface CastCall {
  <S extends Shape, E extends DType>(a: NDArray<DType, S>, element: E): NDArray<NoInfer<E>, S>;
}

export const cast = defineOp({
  name: "cast",
  summary: "the elements stored as another dtype",
  parameters: [
    { kind: "array", name: "a" },
    { kind: "element", name: "element" },
  ],
  gives: "array",
  check: (call) => (typeof call.element === "string" ? fine(call.element, call.inputs[0]!.shape) : broken("SPMD2009", { op: "cast" })),
  // The store itself converts.
  loop: (op, typeOf) => ({
    loop: loopOf(op, resultType(op).shape, { inputs: straightInputs(op, typeOf), outputs: [storeValues(op, elementOf(0, typeOf(op.inputs[0]!).element))] }),
    kernels: [],
  }),
  reference({ inputs: [a], types }) {
    const result = allocate(types[0]!.element, a!.shape), to = plainData(result), dtype = plainDType(result), from = plainDType(a!);
    plainData(a!).forEach((value, k) => void (to[k] = stored(dtype, loaded(from, value))));
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 2 }], source: `cast(a, "f32")` },
    { inputs: [{ element: "f64", ndim: 1 }], source: `cast(a, "i8")` },
    { inputs: [{ element: "f32", ndim: 1 }], source: `cast(a, "bool")` },
    { inputs: [{ element: "bool", ndim: 2 }], source: `cast(a, "u32")` },
    { inputs: [{ element: "i32", ndim: 1 }], source: `cast(a, "u16")` },
  ],
});
