// norm(a): the square root of the sum of the squares of all elements (of complex ones of their absolute values). In f32 where they are, else in f64.
//
//   norm a   ->   %s = dot a a;  %n = map %s @norm$root        complex: dot of each part with itself, and the root of their sum
import type { ArrayOp } from "../ir/array.ts";
import type { KernelExpression, KernelFunction } from "../ir/kernel.ts";
import type { ValueId } from "../ir/types.ts";
import type { Added, DType, Element, NDArray, Shape } from "../types/index.ts";
import { dense, plainData, plainDType, throughDType } from "../reference/dense.ts";
import { complexPart, isComplex, real } from "./complexProduct.ts";
import type { Expansion } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { dot } from "./dot.ts";
import { fine, plain, recordsRefused } from "./elements.ts";
import { expressionKernel } from "./form.ts";

export interface NormCall {
  <D extends Element>(a: NDArray<D, Shape> & Added<"norm", D>): number;
}

const resultOf = (dtype: DType): "f32" | "f64" => (dtype === "f32" ? "f32" : "f64");

export const norm = defineOp({
  name: "norm",
  summary: "the square root of the sum of the squares, of complex numbers of their absolute values",
  parameters: [{ kind: "array", name: "a" }],
  gives: "scalar",
  records: true,
  check: ({ inputs: [a] }) => (typeof a!.element === "string" || isComplex(a!) ? fine(resultOf(plain(real(a!))), []) : recordsRefused("norm", { inputs: [a!], element: undefined })!),
  expand(op, typeOf, fresh) {
    const part = complexPart(typeOf(op.inputs[0]!).element);
    if (part) return ofParts(op, part, typeOf(op.inputs[0]!).shape, fresh);
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
    const dtype = complexPart(a!.element);
    if (dtype) {
      const [re, im] = (["re", "im"] as const).map((field) => {
        const part = { element: dtype, shape: a!.shape, data: { "": a!.data[field]! } };
        return plainData(dot.reference({ inputs: [part, part], attributes: {}, types: [] })[0]!)[0]!;
      }) as [number, number];
      return [dense(resultOf(dtype), [], [Math.sqrt(Number(throughDType(resultOf(dtype), re + im)))])];
    }
    const [squares] = dot.reference({ inputs: [a!, a!], attributes: {}, types: [] });
    return [dense(resultOf(plainDType(a!)), [], [Math.sqrt(plainData(squares!)[0]!)])];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 2 }], source: "norm(a)" },
    { inputs: [{ element: "f32", ndim: 1 }], source: "norm(a)" },
    { inputs: [{ element: "i32", ndim: 1 }], source: "norm(a)" },
    { inputs: [{ element: { re: "f32", im: "f32" }, ndim: 2 }], source: "norm(a)" },
  ],
});

function ofParts(op: ArrayOp, dtype: DType, shape: ArrayOp["types"][number]["shape"], fresh: () => ValueId): Expansion {
  const ops: ArrayOp[] = [], element = resultOf(dtype), add = (made: Omit<ArrayOp, "kind" | "results" | "span">): ValueId => {
    const result = fresh();
    ops.push({ kind: "op", ...made, results: [result], span: op.span });
    return result;
  };
  const squares = ["re", "im"].map((name) => {
    const part = add({ op: "field", types: [{ element: dtype, shape }], inputs: op.inputs, attributes: { name } });
    return add({ op: "dot", types: [{ element, shape: [] }], inputs: [part, part], attributes: {} });
  });
  const local = (name: string): KernelExpression => ({ kind: "local", type: element, name }), kernel = expressionKernel(`@norm$both$${element}`, [["re", element], ["im", element]], { kind: "math", type: element, fn: "sqrt", args: [{ kind: "arithmetic", type: element, op: "add", left: local("re"), right: local("im") }] });
  return { ops: [...ops, { kind: "op", op: "zipWith", results: op.results, types: op.types, inputs: squares, kernel: { fn: kernel.id, indices: 0, captures: [] }, attributes: {}, span: op.span }], kernels: [kernel] };
}

const root = (type: "f32" | "f64"): KernelFunction => expressionKernel(`@norm$${type}`, [["x", type]], { kind: "math", type, fn: "sqrt", args: [{ kind: "local", type, name: "x" }] });
