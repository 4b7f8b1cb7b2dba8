// generate([h, w], (i, j) => ...): an array from the positions of its elements. dtype f64, bool for booleans, or the one that is named.
import { allocate, eachPosition, setElement } from "../reference/dense.ts";
import type { Fits, KernelResult, Named, NDArray, Plain, ResultElement, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { fine, isBroken, kernelElement, namedShape } from "./elements.ts";
import { kernelArguments, loopOf, resultType, storeStep } from "./form.ts";

export interface GenerateCall {
  <const S extends Shape, F extends (...index: number[]) => KernelResult, const E extends Named = never>(
    shape: S,
    f: F & Fits<"generate", F, [], Plain<S>, E>,
    element?: E,
  ): NDArray<ResultElement<F, E, "f64">, Plain<S>>;
}

export const generate = defineOp({
  name: "generate",
  summary: "an array from the positions of its elements",
  parameters: [
    { kind: "shape", name: "shape" },
    { kind: "kernel", name: "f", elements: false },
    { kind: "element", name: "element", optional: true },
  ],
  gives: "array",
  records: true,
  check(call) {
    const shape = namedShape("generate", call.attributes.shape);
    if (isBroken(shape)) return shape;
    const element = kernelElement("generate", call, "f64");
    return isBroken(element) ? element : fine(element, shape);
  },
  loop: (op) => ({
    loop: loopOf(op, resultType(op).shape, { captures: op.kernel!.captures, steps: [{ fn: op.kernel!.fn, args: kernelArguments(op, []), span: op.span }], outputs: [storeStep(op)] }),
    kernels: [],
  }),
  reference({ kernel, types }) {
    const result = allocate(types[0]!.element, types[0]!.shape);
    eachPosition(result.shape, (flat, index) => setElement(result, flat, kernel!(...index)));
    return [result];
  },
  samples: [
    { inputs: [{ element: "bool", ndim: 2 }], source: "generate([a.shape[1], a.shape[0]], (i, j) => !read(a, j, i), \"bool\")" },
    { inputs: [], source: "generate([5], i => i / 2)" },
    { inputs: [], source: `generate([3, 130], (i, j) => i * 200 - j, "i16")` },
    { inputs: [], source: "generate([2, 3, 4], (i, j, k) => (i + j + k) % 2 === 0)" },
    { inputs: [], source: "generate([3, 4], (i, j) => ({ angle: i / (j + 1), even: j % 2 === 0 }))" },
    { inputs: [], source: `generate([5], i => ({ im: i, re: 0.1 }), "complex64")` },
  ],
});
