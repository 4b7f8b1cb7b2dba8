// mean(a): the sum divided by the number of elements; NaN of nothing. In f32 where the elements are, else in f64.
//
//   mean a   ->   %t = sum a;  %m = map %t @mean$f64 (captures the extents that are not literal)
import type { KernelExpression, KernelFunction } from "../ir/kernel.ts";
import type { DType } from "../ir/types.ts";
import { accumulated, reduceWhole } from "../reference/canonical.ts";
import { dense, plainDType, sizeOf } from "../reference/dense.ts";
import type { Added, Element, NDArray, Shape, Total } from "../types/index.ts";
import { withComplex } from "./complexProduct.ts";
import { defineOp } from "./defineOp.ts";
import { fine, plain } from "./elements.ts";
import { expressionKernel } from "./form.ts";
import { foldFor, plainMonoid } from "./reduction.ts";

export interface MeanCall {
  <D extends Element>(a: NDArray<D, Shape> & Added<"mean", D>): Total<D>;
}

const resultOf = (dtype: DType): "f32" | "f64" => (dtype === "f32" ? "f32" : "f64");

export const mean = withComplex(defineOp({
  name: "mean",
  summary: "the sum of all elements divided by their number; NaN if there is none",
  parameters: [{ kind: "array", name: "a" }],
  gives: "scalar",
  check: (call) => fine(resultOf(plain(call.inputs[0]!)), []),
  expand(op, typeOf, fresh) {
    const a = typeOf(op.inputs[0]!), element = resultOf(plain(a)), total = fresh(), type = { element, shape: [] };
    const names = [...new Set(a.shape.filter((e): e is string => typeof e === "string"))], kernel = quotient(element, a.shape, names);
    return {
      ops: [
        { kind: "op", op: "sum", results: [total], types: [type], inputs: op.inputs, attributes: {}, span: op.span },
        { kind: "op", op: "map", results: op.results, types: [type], inputs: [total], kernel: { fn: kernel.id, indices: 0, captures: names }, attributes: {}, span: op.span },
      ],
      kernels: [kernel],
    };
  },
  reference({ inputs: [a] }) {
    const fold = foldFor(a!, plainMonoid("add", plainDType(a!))), total = reduceWhole(accumulated(a!, fold), a!.shape, fold);
    return [dense(resultOf(plainDType(a!)), [], [Number(total) / sizeOf(a!.shape)])];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "mean(a)" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "mean(a)" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "mean(a)" },
  ],
}));

/** (total, n, m) => total / (8 * n * m), divided in f64. */
function quotient(element: "f32" | "f64", shape: readonly (number | string)[], names: readonly string[]): KernelFunction {
  const param = (name: string): string => `n${names.indexOf(name)}`, literal = sizeOf(shape.filter((e): e is number => typeof e === "number"));
  const count = shape.filter((e): e is string => typeof e === "string").reduce<KernelExpression>(
    (product, name) => ({ kind: "arithmetic", type: "f64", op: "mul", left: product, right: { kind: "convert", type: "f64", operand: { kind: "local", type: "int", name: param(name) } } }),
    { kind: "const", type: "f64", value: literal },
  );
  const total: KernelExpression = { kind: "local", type: element, name: "total" }, wide: KernelExpression = element === "f64" ? total : { kind: "convert", type: "f64", operand: total };
  const value: KernelExpression = { kind: "arithmetic", type: "f64", op: "div", left: wide, right: count };
  const id = `@mean$${element}$${shape.map((e) => (typeof e === "number" ? e : param(e))).join("x")}` as const;
  return expressionKernel(id, [["total", element], ...names.map((name) => [param(name), "int", "index"] as const)], element === "f64" ? value : { kind: "convert", type: element, operand: value });
}
