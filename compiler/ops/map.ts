// map(a, (x, i, j) => ...): a function of each element and its position. Keeps the dtype; bool for booleans; or the dtype that is named.
import { allocate, eachPosition, elementAt, setElement } from "../reference/dense.ts";
import { complex128 } from "../ir/types.ts";
import type { Element, Fits, KeptDType, KernelResult, Named, NDArray, ResultElement, Scalar, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { fine, isBroken, kernelElement } from "./elements.ts";
import { elementOf, kernelArguments, loopOf, resultType, storeStep, straightInputs } from "./form.ts";

export interface MapCall {
  <D extends Element, S extends Shape, F extends (x: Scalar<D>, ...index: number[]) => KernelResult, const E extends Named = never>(
    a: NDArray<D, S>,
    f: F & Fits<"map", F, [Scalar<D>], S, E>,
    element?: E,
  ): NDArray<ResultElement<F, E, KeptDType<D>, D>, S>;
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
  records: true,
  check(call) {
    const a = call.inputs[0]!, element = kernelElement("map", call);
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
    const result = allocate(types[0]!.element, a!.shape);
    eachPosition(a!.shape, (flat, index) => setElement(result, flat, kernel!(elementAt(a!, flat), ...index)));
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "map(a, (x, i) => x - read(a, i - (i % 4)))" },
    { inputs: [{ element: "f32", ndim: 2 }, { element: "i32", ndim: 1 }], source: "map(a, (x, i, j) => { let s = 0; for (let k = 0; k <= j; k++) s += read(a, i, k); return s * 0.5 + read(b, i); })" },
    { inputs: [{ element: "f64", ndim: 1 }], source: "map(a, x => x * x + 1)" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "map(a, (x, i, j) => x * 0.1 + i - j)" },
    { inputs: [{ element: "i32", ndim: 1 }], source: "map(a, x => x % 7 - 3)" },
    { inputs: [{ element: "u8", ndim: 2 }], source: "map(a, x => x > 100)" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "map(a, (x, i) => (x ? i : -i))" },
    { inputs: [{ element: "f64", ndim: 3 }], source: `map(a, x => Math.floor(x), "i16")` },
    { inputs: [{ element: "f32", ndim: 2 }], source: "map(a, (x, i, j) => ({ x: x * j, above: x > i }))" },
    { inputs: [{ element: "f64", ndim: 1 }], source: `map(a, x => ({ n: Math.floor(x), re: x }), { re: "f32", n: "i32" })` },
    { inputs: [{ element: complex128, ndim: 1 }], source: "map(a, z => ({ im: z.re * z.im, re: z.re - z.im }))" },
    { inputs: [{ element: { x: "f32", n: "i16", on: "bool" }, ndim: 2 }], source: "map(a, (r, i) => (r.on ? r.x : r.n * i))" },
  ],
});
