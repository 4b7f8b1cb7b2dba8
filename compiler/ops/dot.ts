// dot(a, b): the sum of the products of the elements at the same positions (of complex ones as they are, none is conjugated). In f32 where both are, else in f64; of integers exact.
//
//   loop over a's shape, step product(x, y), `reduce` by add over all axes
import type { KernelExpression, KernelFunction } from "../ir/kernel.ts";
import type { DType, ScalarType } from "../ir/types.ts";
import { scalarOf } from "../ir/types.ts";
import { foldOf, reduceWhole } from "../reference/canonical.ts";
import { dense, plainData, plainDType, sameExtents, showShape, throughDType } from "../reference/dense.ts";
import type { Added, Element, NDArray, SameShape, Shape, Total } from "../types/index.ts";
import { withComplex } from "./complexProduct.ts";
import { defineOp } from "./defineOp.ts";
import { fault, fine, isBroken, mergeShapes, plain } from "./elements.ts";
import { elementOf, expressionKernel, loopOf, resultType, straightInputs } from "./form.ts";
import { builtinMonoid } from "./monoid.ts";
import { plainMonoid } from "./reduction.ts";

export interface DotCall {
  <A extends Element, B extends Element, S extends Shape, T extends Shape>(a: NDArray<A, S> & Added<"dot", A>, b: NDArray<B, T> & Added<"dot", B> & SameShape<"dot", S, T>): Total<A, B>;
}

const productDType = (a: DType, b: DType): "f32" | "f64" => (a === "f32" && b === "f32" ? "f32" : "f64");

export const dot = withComplex(defineOp({
  name: "dot",
  summary: "the sum of the products of elements at the same positions",
  parameters: [{ kind: "array", name: "a" }, { kind: "array", name: "b" }],
  gives: "scalar",
  check({ inputs }) {
    const shapes = inputs.map((t) => t.shape), merged = mergeShapes("dot", shapes);
    return isBroken(merged) ? merged : fine(productDType(plain(inputs[0]!), plain(inputs[1]!)), [], shapes);
  },
  loop(op, typeOf) {
    const types = op.inputs.map(typeOf), [a, b] = types.map(plain), dtype = productDType(a!, b!), kernel = product(scalarOf(a!), scalarOf(b!), dtype), { monoid, fn } = builtinMonoid("add", dtype);
    return {
      loop: loopOf(op, types[0]!.shape, {
        inputs: straightInputs(op, typeOf),
        steps: [{ fn: kernel.id, args: types.flatMap((type, k) => elementOf(k, type.element)), span: op.span }],
        outputs: [{ kind: "reduce", result: op.results[0]!, type: resultType(op), fields: [{ kind: "step", step: 0, result: 0, dtype }], monoid, axes: types[0]!.shape.map((_, axis) => axis) }],
      }),
      kernels: [kernel, fn],
    };
  },
  reference({ inputs: [a, b] }) {
    if (!sameExtents(a!.shape, b!.shape)) throw fault("SPMD2001", { op: "dot", a: showShape(a!.shape), b: showShape(b!.shape) });
    const dtype = productDType(plainDType(a!), plainDType(b!)), other = plainData(b!), products = Array.from(plainData(a!), (x, k) => throughDType(dtype, x * other[k]!));
    return [dense(dtype, [], [reduceWhole(products, a!.shape, foldOf(plainMonoid("add", dtype), dtype))])];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }, { element: "f64", ndim: 1 }], source: "dot(a, b)" },
    { inputs: [{ element: "f32", ndim: 2 }, { element: "f32", ndim: 2 }], source: "dot(a, b)" },
    { inputs: [{ element: "i16", ndim: 1 }, { element: "bool", ndim: 1 }], source: "dot(a, b)" },
  ],
}));

/** (x, y) => x * y */
function product(a: ScalarType, b: ScalarType, type: "f32" | "f64"): KernelFunction {
  const local = (name: string, from: ScalarType): KernelExpression => (from === type ? { kind: "local", type, name } : { kind: "convert", type, operand: { kind: "local", type: from, name } });
  return expressionKernel(`@product$${a}$${b}`, [["x", a], ["y", b]], { kind: "arithmetic", type, op: "mul", left: local("x", a), right: local("y", b) });
}
