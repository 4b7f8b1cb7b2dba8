// stencil(a, (at, i, j) => at(-1, 0) + at(1, 0), { boundary }, dtype): a function of each element's neighbours at constant distances. Keeps the dtype; bool for
// booleans; or the one that is named.
//
//   loop over a's shape; a read once for each offset; one step; one store
import { allocate, eachPosition, setElement } from "../reference/dense.ts";
import { complex64 } from "../ir/types.ts";
import type { Element, Fits, Index, KeptDType, KernelResult, Named, NamedAfter, NDArray, ResultElement, Scalar, Shape } from "../types/index.ts";
import type { BoundaryOptions } from "./boundary.ts";
import { boundaryFits, boundaryOf, boundaryParameter, readerWithBoundary } from "./boundary.ts";
import { defineOp } from "./defineOp.ts";
import { fine, isBroken, kernelElement } from "./elements.ts";
import { elementOf, kernelArguments, loopOf, resultType, shifted, storeStep } from "./form.ts";

export interface StencilCall {
  <D extends Element, S extends Shape, F extends (at: (...offsets: Index<S>) => Scalar<D>, ...index: number[]) => KernelResult, const O extends BoundaryOptions<D> | Named = never, const E extends Named = never>(
    a: NDArray<D, S>,
    f: F & Fits<"stencil", F, [(...offsets: Index<S>) => Scalar<D>], S, NamedAfter<O, E>>,
    options?: O,
    element?: E,
  ): NDArray<ResultElement<F, NamedAfter<O, E>, KeptDType<D>, D>, S>;
}

export const stencil = defineOp({
  name: "stencil",
  summary: "a function of each element's neighbours",
  parameters: [{ kind: "array", name: "a" }, { kind: "neighbours", name: "f" }, boundaryParameter, { kind: "element", name: "element", optional: true }],
  gives: "array",
  records: true,
  check(call) {
    const a = call.inputs[0]!, element = kernelElement("stencil", call), refused = boundaryFits("stencil", call, a.element);
    if (refused) return refused;
    return isBroken(element) ? element : fine(element, a.shape);
  },
  loop(op, typeOf) {
    const value = op.inputs[0]!, type = typeOf(value), boundary = boundaryOf(op.attributes), offsets = op.kernel!.offsets ?? [];
    const elements = offsets.flatMap((_, input) => elementOf(input, type.element));
    return {
      loop: loopOf(op, resultType(op).shape, {
        inputs: offsets.map((offset) => ({ value, type, access: shifted(offset, boundary) })),
        captures: op.kernel!.captures,
        steps: [{ fn: op.kernel!.fn, args: kernelArguments(op, elements), span: op.span }],
        outputs: [storeStep(op)],
      }),
      kernels: [],
    };
  },
  reference({ inputs: [a], kernel, attributes, types }) {
    const result = allocate(types[0]!.element, a!.shape), read = readerWithBoundary(a!, attributes);
    eachPosition(a!.shape, (flat, index) => setElement(result, flat, kernel!((...offsets) => read(index, offsets), ...index)));
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "stencil(a, at => at(-1) + at(0) + at(1))" },
    { inputs: [{ element: "f32", ndim: 2 }], source: `stencil(a, at => 0.25 * (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)), { boundary: "wrap" })` },
    { inputs: [{ element: "i32", ndim: 2 }], source: `stencil(a, (at, i, j) => at(0, 2) - at(-3, 0) + i * j, { boundary: "reflect" })` },
    { inputs: [{ element: complex64, ndim: 2 }], source: "stencil(a, at => ({ re: at(-1, 0).re - at(0, 1).im, im: at(0, 0).im }))" },
    { inputs: [{ element: { x: "f64", n: "i8" }, ndim: 1 }], source: "stencil(a, at => at(-2).x * at(1).n, { boundary: 3 })" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "stencil(a, at => at(-1) !== at(1), { boundary: true })" },
    { inputs: [{ element: "u8", ndim: 2 }], source: `stencil(a, at => at(1, 1) - at(-1, -1), { boundary: 7 }, "i16")` },
  ],
});
