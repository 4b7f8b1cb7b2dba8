// matvec(a, x): a matrix times a vector: result[i] = sum over j of a[i, j] * x[j], added up as `reduceRows(..., add)` does. A loop, so that it fuses with what
// computes the matrix or uses the result; the matrix stays where it is, and only vectors move.
import { dense, plainData } from "../reference/dense.ts";
import { reduceAxis } from "../reference/canonical.ts";
import type { Axed, Element, Factors, MatvecFits, MatvecShape, NDArray, ProductElement, Shape } from "../types/index.ts";
import { withComplex } from "./complexProduct.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, plain, showExtents } from "./elements.ts";
import { elementOf, loopOf, resultType } from "./form.ts";
import { builtinMonoid } from "./monoid.ts";
import { factorsFit, innerFits, productDType, productKernel, productTerm, sumOfProducts } from "./product.ts";

export interface MatvecCall {
  <A extends Element, S extends Shape, B extends Element, T extends Shape>(
    a: NDArray<A, S> & Axed<"matvec", S, 2>, x: NDArray<B, T> & Axed<"matvec", T, 1> & MatvecFits<S, T> & Factors<"matvec", A, B>,
  ): NDArray<ProductElement<A, B>, MatvecShape<S>>;
}

export const matvec = withComplex(defineOp({
  name: "matvec",
  summary: "a matrix times a vector",
  parameters: [{ kind: "array", name: "a" }, { kind: "array", name: "x" }],
  gives: "array",
  check({ inputs }) {
    const [a, x] = inputs, wrong = a!.shape.length !== 2 ? a : x!.shape.length !== 1 ? x : undefined;
    if (wrong) return broken("SPMD2002", { op: "matvec", ndim: wrong === a ? 2 : 1, shape: showExtents(wrong.shape) });
    const refused = innerFits("matvec", a!, x!, [a!.shape[1]!, x!.shape[0]!]) ?? factorsFit("matvec", inputs);
    return refused ?? fine(productDType(inputs), [a!.shape[0]!], [[a!.shape[1]!], [x!.shape[0]!]]);
  },
  loop(op, typeOf) {
    const types = op.inputs.map(typeOf), dtypes = types.map(plain), kernel = productKernel(dtypes), term = productTerm(dtypes), { monoid, fn } = builtinMonoid("add", term);
    return {
      loop: loopOf(op, types[0]!.shape, {
        inputs: op.inputs.map((value, k) => ({ value, type: types[k]!, access: { axes: k === 0 ? [{ loop: 0, offset: 0 }, { loop: 1, offset: 0 }] : [{ loop: 1, offset: 0 }] } })),
        steps: [{ fn: kernel.id, args: types.flatMap((type, k) => elementOf(k, type.element)), span: op.span }],
        outputs: [{ kind: "reduce", result: op.results[0]!, type: resultType(op), fields: [{ kind: "step", step: 0, result: 0, dtype: term }], monoid, axes: [1] }],
      }),
      kernels: [kernel, fn],
    };
  },
  reference({ inputs: [a, x], types }) {
    const fold = sumOfProducts([plain(a!), plain(x!)]), vector = plainData(x!), n = vector.length, round = fold.accumulator === "f32" ? Math.fround : (v: number) => v;
    return [dense(types[0]!.element, [a!.shape[0]!], reduceAxis(Array.from(plainData(a!), (v, k) => round(v * vector[k % n]!)), a!.shape, 1, fold))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 2 }], source: "matvec(a, reduceCols(a, max))" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "matvec(transpose(a), reduceRows(a, add))" },
    { inputs: [{ element: "i16", ndim: 2 }], source: "matvec(a, reduceCols(a, min))" },
    { inputs: [{ element: "u8", ndim: 2 }], source: `matvec(a, reduceCols(a, add, "f64"))` },
  ],
}));
