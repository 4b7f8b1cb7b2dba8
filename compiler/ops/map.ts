// map(a, (x, i, j) => ...): a function of each element and its position. Keeps the dtype; bool for booleans; or the dtype that is named.
import { allocate, eachPosition, loaded, plainData, plainDType, stored } from "../reference/dense.ts";
import type { DType, Fits, KeptDType, KernelResult, NDArray, ResultDType, Scalar, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { fine, isBroken, keptDType, kernelElement, plain } from "./elements.ts";
import { elementOf, kernelArguments, loopOf, resultType, storeStep, straightInputs } from "./form.ts";

export interface MapCall {
  <D extends DType, S extends Shape, F extends (x: Scalar<D>, ...index: number[]) => KernelResult, E extends DType = never>(
    a: NDArray<D, S>,
    f: F & Fits<"map", F, [Scalar<D>], S, E>,
    element?: E,
  ): NDArray<ResultDType<F, E, KeptDType<D>>, S>;
}

export const map = defineOp({
  name: "map",
  summary: "a function of each element",
  parameters: [
    { kind: "array", name: "a" },
    { kind: "kernel", name: "f", elements: true },
    { kind: "element", name: "element", optional: true },
  ],
  gives: "array",
  check(call) {
    const a = call.inputs[0]!, element = kernelElement("map", call, keptDType([plain(a)]));
    return isBroken(element) ? element : fine(element, a.shape);
  },
  loop: (op, typeOf) => ({
    loop: loopOf(op, resultType(op).shape, {
      inputs: straightInputs(op, typeOf),
      captures: op.kernel!.captures,
      steps: [{ fn: op.kernel!.fn, args: kernelArguments(op, elementOf(0, typeOf(op.inputs[0]!).element)), span: op.span }],
      outputs: [storeStep(op)],
    }),
    kernels: [],
  }),
  reference({ inputs: [a], kernel, types }) {
    const result = allocate(types[0]!.element, a!.shape), to = plainData(result), from = plainData(a!), dtype = plainDType(result), fromDType = plainDType(a!);
    eachPosition(a!.shape, (flat, index) => void (to[flat] = stored(dtype, kernel!(loaded(fromDType, from[flat]!), ...index))));
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "map(a, x => x * x + 1)" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "map(a, (x, i, j) => x * 0.1 + i - j)" },
    { inputs: [{ element: "i32", ndim: 1 }], source: "map(a, x => x % 7 - 3)" },
    { inputs: [{ element: "u8", ndim: 2 }], source: "map(a, x => x > 100)" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "map(a, (x, i) => (x ? i : -i))" },
    { inputs: [{ element: "f64", ndim: 3 }], source: `map(a, x => Math.floor(x), "i16")` },
  ],
});
