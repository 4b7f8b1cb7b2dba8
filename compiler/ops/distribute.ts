// distribute(a, hint): the same array, placed as the user wants. Never changes what a program computes.
import type { Element, NDArray, Shape } from "../types/index.ts";
import type { PlacementHint } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { fine } from "./elements.ts";
import { elementOf, loopOf, resultType, storeValues, straightInputs } from "./form.ts";

export interface DistributeCall {
  <D extends Element, S extends Shape>(a: NDArray<D, S>, how: PlacementHint): NDArray<D, S>;
}

const hints: readonly PlacementHint[] = ["rows", "cols", "grid", "cyclic", "replicated"];

export const distribute = defineOp({
  name: "distribute",
  summary: "the same array, spread over the ranks by rows, by columns, by both, cyclically, or whole on each",
  parameters: [
    { kind: "array", name: "a" },
    { kind: "choice", name: "how", values: hints },
  ],
  gives: "array",
  records: true,
  check: (call) => fine(call.inputs[0]!.element, call.inputs[0]!.shape),
  loop: (op, typeOf) => ({
    loop: loopOf(op, resultType(op).shape, { inputs: straightInputs(op, typeOf), outputs: [storeValues(op, elementOf(0, typeOf(op.inputs[0]!).element))] }),
    kernels: [],
  }),
  placementHint: (op) => hints.find((hint) => hint === op.attributes.how) ?? "rows",
  reference: ({ inputs }) => inputs,
  samples: [
    { inputs: [{ element: "f64", ndim: 2 }], source: `distribute(a, "cols")` },
    { inputs: [{ element: "f32", ndim: 3 }], source: `distribute(a, "grid")` },
    { inputs: [{ element: "i32", ndim: 1 }], source: `distribute(a, "cyclic")` },
    { inputs: [{ element: { x: "f64", on: "bool" }, ndim: 2 }], source: `distribute(a, "cyclic")` },
    { inputs: [{ element: "bool", ndim: 2 }], source: `distribute(a, "replicated")` },
  ],
});
