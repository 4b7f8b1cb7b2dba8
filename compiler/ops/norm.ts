// norm(a): the square root of the sum of the squares of all elements. In f32 where they are, else in f64.
//
//   norm a   ->   %s = dot a a;  %n = map %s @norm$root
import type { KernelFunction } from "../ir/kernel.ts";
import type { DType, NDArray, Shape } from "../types/index.ts";
import { dense, plainData, plainDType } from "../reference/dense.ts";
import { defineOp } from "./defineOp.ts";
import { dot } from "./dot.ts";
import { fine, plain } from "./elements.ts";
import { expressionKernel } from "./form.ts";

export interface NormCall {
  (a: NDArray<DType, Shape>): number;
}

const resultOf = (dtype: DType): "f32" | "f64" => (dtype === "f32" ? "f32" : "f64");

export const norm = defineOp({
  name: "norm",
  summary: "the square root of the sum of the squares",
  parameters: [{ kind: "array", name: "a" }],
  gives: "scalar",
  check: ({ inputs: [a] }) => fine(resultOf(plain(a!)), []),
  expand(op, typeOf, fresh) {
    const squares = fresh(), element = resultOf(plain(typeOf(op.inputs[0]!))), type = { element, shape: [] }, kernel = root(element);
    return {
      ops: [
        { kind: "op", op: "dot", results: [squares], types: [type], inputs: [op.inputs[0]!, op.inputs[0]!], attributes: {}, span: op.span },
        { kind: "op", op: "map", results: op.results, types: [type], inputs: [squares], kernel: { fn: kernel.id, indices: 0, captures: [] }, attributes: {}, span: op.span },
      ],
      kernels: [kernel],
    };
  },
  reference({ inputs: [a] }) {
    const [squares] = dot.reference({ inputs: [a!, a!], attributes: {}, types: [] });
    return [dense(resultOf(plainDType(a!)), [], [Math.sqrt(plainData(squares!)[0]!)])];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 2 }], source: "norm(a)" },
    { inputs: [{ element: "f32", ndim: 1 }], source: "norm(a)" },
    { inputs: [{ element: "i32", ndim: 1 }], source: "norm(a)" },
  ],
});

const root = (type: "f32" | "f64"): KernelFunction => expressionKernel(`@norm$${type}`, [["x", type]], { kind: "math", type, fn: "sqrt", args: [{ kind: "local", type, name: "x" }] });
