// outer(a, b): the product of each element of one vector with each of another: result[i, j] = a[i] * b[j].
import { allocate, plainData } from "../reference/dense.ts";
import type { Axed, Element, Factors, NDArray, OuterShape, ProductElement, Shape } from "../types/index.ts";
import { withComplex } from "./complexProduct.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, plain, showExtents } from "./elements.ts";
import { elementOf, loopOf, resultType, storeStep } from "./form.ts";
import { factorsFit, productDType, productKernel } from "./product.ts";

export interface OuterCall {
  <A extends Element, S extends Shape, B extends Element, T extends Shape>(a: NDArray<A, S> & Axed<"outer", S, 1>, b: NDArray<B, T> & Axed<"outer", T, 1> & Factors<"outer", A, B>): NDArray<ProductElement<A, B>, OuterShape<S, T>>;
}

export const outer = withComplex(defineOp({
  name: "outer",
  summary: "the product of each element of one vector with each of another",
  parameters: [{ kind: "array", name: "a" }, { kind: "array", name: "b" }],
  gives: "array",
  check({ inputs }) {
    const wrong = inputs.find((a) => a.shape.length !== 1);
    if (wrong) return broken("SPMD2002", { op: "outer", ndim: 1, shape: showExtents(wrong.shape) });
    return factorsFit("outer", inputs) ?? fine(productDType(inputs), inputs.flatMap((a) => a.shape));
  },
  loop(op, typeOf) {
    const types = op.inputs.map(typeOf), kernel = productKernel(types.map(plain));
    return {
      loop: loopOf(op, resultType(op).shape, {
        inputs: op.inputs.map((value, loop) => ({ value, type: types[loop]!, access: { axes: [{ loop, offset: 0 }] } })),
        steps: [{ fn: kernel.id, args: types.flatMap((type, k) => elementOf(k, type.element)), span: op.span }],
        outputs: [storeStep(op)],
      }),
      kernels: [kernel],
    };
  },
  reference({ inputs: [a, b], types }) {
    const result = allocate(types[0]!.element, [a!.shape[0]!, b!.shape[0]!]), data = plainData(result), [x, y] = [plainData(a!), plainData(b!)];
    for (let i = 0, k = 0; i < x.length; i++) for (let j = 0; j < y.length; j++) data[k++] = x[i]! * y[j]!;
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }, { element: "i32", ndim: 1 }], source: "outer(a, b)" },
    { inputs: [{ element: "f32", ndim: 1 }], source: "outer(a, a)" },
    { inputs: [{ element: "u8", ndim: 1 }, { element: "u8", ndim: 2 }], source: "outer(a, reduceCols(b, max))" },
  ],
}));
