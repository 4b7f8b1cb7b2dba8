// zipWith(a, b[, c, d], (x, y[, z, w], i, j) => ...): a function of the elements at the same position of two to four arrays. The dtype is the first
// array's (f64 if any is; bool for booleans), or the one that is named.
import { allocate, eachPosition, elementAt, sameExtents, setElement, showShape } from "../reference/dense.ts";
import { complex128, complex64 } from "../ir/types.ts";
import type { Element, Fits, KeptDType, KernelResult, Merge, Named, NDArray, ResultElement, SameShape, Scalar, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { fault, fine, isBroken, kernelElement, mergeShapes } from "./elements.ts";
import { elementOf, kernelArguments, loopOf, resultType, storeStep, straightInputs } from "./form.ts";

export interface ZipWithCall {
  <A extends Element, S extends Shape, B extends Element, T extends Shape, F extends (x: Scalar<A>, y: Scalar<B>, ...index: number[]) => KernelResult, const E extends Named = never>(
    a: NDArray<A, S>,
    b: NDArray<B, T> & SameShape<"zipWith", S, T>,
    f: F & Fits<"zipWith", F, [Scalar<A>, Scalar<B>], S, E>,
    element?: E,
  ): NDArray<ResultElement<F, E, KeptDType<A, B>, A | B>, Merge<S, T>>;
  <A extends Element, S extends Shape, B extends Element, T extends Shape, C extends Element, U extends Shape, F extends (x: Scalar<A>, y: Scalar<B>, z: Scalar<C>, ...index: number[]) => KernelResult, const E extends Named = never>(
    a: NDArray<A, S>,
    b: NDArray<B, T> & SameShape<"zipWith", S, T>,
    c: NDArray<C, U> & SameShape<"zipWith", S, U>,
    f: F & Fits<"zipWith", F, [Scalar<A>, Scalar<B>, Scalar<C>], S, E>,
    element?: E,
  ): NDArray<ResultElement<F, E, KeptDType<A, B, C>, A | B | C>, Merge<Merge<S, T>, U>>;
  <A extends Element, S extends Shape, B extends Element, T extends Shape, C extends Element, U extends Shape, D extends Element, V extends Shape, F extends (x: Scalar<A>, y: Scalar<B>, z: Scalar<C>, w: Scalar<D>, ...index: number[]) => KernelResult, const E extends Named = never>(
    a: NDArray<A, S>,
    b: NDArray<B, T> & SameShape<"zipWith", S, T>,
    c: NDArray<C, U> & SameShape<"zipWith", S, U>,
    d: NDArray<D, V> & SameShape<"zipWith", S, V>,
    f: F & Fits<"zipWith", F, [Scalar<A>, Scalar<B>, Scalar<C>, Scalar<D>], S, E>,
    element?: E,
  ): NDArray<ResultElement<F, E, KeptDType<A, B, C, D>, A | B | C | D>, Merge<Merge<Merge<S, T>, U>, V>>;
}

export const zipWith = defineOp({
  name: "zipWith",
  summary: "a function of the elements of two to four arrays",
  parameters: [
    { kind: "array", name: "a" },
    { kind: "array", name: "b" },
    { kind: "array", name: "c", optional: true },
    { kind: "array", name: "d", optional: true },
    { kind: "kernel", name: "f", elements: true },
    { kind: "element", name: "element", optional: true },
  ],
  gives: "array",
  records: true,
  check(call) {
    const shape = mergeShapes("zipWith", call.inputs.map((t) => t.shape));
    if (isBroken(shape)) return shape;
    const element = kernelElement("zipWith", call);
    return isBroken(element) ? element : fine(element, shape, call.inputs.map((t) => t.shape));
  },
  loop: (op, typeOf) => ({
    loop: loopOf(op, resultType(op).shape, {
      inputs: straightInputs(op, typeOf),
      captures: op.kernel!.captures,
      steps: [{ fn: op.kernel!.fn, args: kernelArguments(op, op.inputs.flatMap((value, k) => elementOf(k, typeOf(value).element))), span: op.span }],
      outputs: [storeStep(op)],
    }),
    kernels: [],
  }),
  reference({ inputs, kernel, types }) {
    const shape = inputs[0]!.shape, other = inputs.find((a) => !sameExtents(a.shape, shape));
    if (other) throw fault("SPMD2001", { op: "zipWith", a: showShape(shape), b: showShape(other.shape) });
    const result = allocate(types[0]!.element, shape);
    eachPosition(shape, (flat, index) => setElement(result, flat, kernel!(...inputs.map((a) => elementAt(a, flat)), ...index)));
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }, { element: "f64", ndim: 1 }], source: "zipWith(a, b, (x, y) => x * y)" },
    { inputs: [{ element: "f32", ndim: 2 }, { element: "f32", ndim: 2 }], source: "zipWith(a, b, (x, y, i, j) => x - y * j + i)" },
    { inputs: [{ element: "i16", ndim: 1 }, { element: "u8", ndim: 1 }, { element: "bool", ndim: 1 }], source: "zipWith(a, b, c, (x, y, z) => (z ? x : y))" },
    { inputs: [{ element: "f64", ndim: 2 }, { element: "i32", ndim: 2 }], source: "zipWith(a, b, (x, y) => x < y)" },
    { inputs: [{ element: complex64, ndim: 2 }, { element: "f32", ndim: 2 }], source: "zipWith(a, b, (z, x, i) => ({ re: z.re * x, im: z.im * x + i }))" },
    { inputs: [{ element: complex64, ndim: 1 }, { element: complex128, ndim: 1 }], source: "zipWith(a, b, cmul)" },
    { inputs: [{ element: "i32", ndim: 1 }, { element: "i32", ndim: 1 }, { element: "i32", ndim: 1 }, { element: "i32", ndim: 1 }], source: "zipWith(a, b, c, d, (x, y, z, w) => (x & y) | (z ^ w))" },
  ],
});
