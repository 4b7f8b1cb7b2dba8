// stencil(a, (at, i, j) => at(-1, 0) + at(1, 0), { boundary }, dtype): a function of each element's neighbours at constant distances. Keeps the dtype; bool for
// booleans; or the one that is named.
//
//   loop over a's shape; a read once for each offset; one step; one store
import { allocate, eachPosition, plainData, plainDType, stored } from "../reference/dense.ts";
import type { DType, Fits, Index, KeptDType, KernelResult, NamedAfter, NDArray, ResultDType, Scalar, Shape } from "../types/index.ts";
import type { BoundaryOptions } from "./boundary.ts";
import { boundaryFits, boundaryOf, boundaryParameter, readerWithBoundary } from "./boundary.ts";
import { defineOp } from "./defineOp.ts";
import { fine, isBroken, keptDType, kernelElement, plain } from "./elements.ts";
import { elementOf, kernelArguments, loopOf, resultType, shifted, storeStep } from "./form.ts";

export interface StencilCall {
  <D extends DType, S extends Shape, F extends (at: (...offsets: Index<S>) => Scalar<D>, ...index: number[]) => KernelResult, O extends BoundaryOptions<D> | DType = never, E extends DType = never>(
    a: NDArray<D, S>,
    f: F & Fits<"stencil", F, [(...offsets: Index<S>) => Scalar<D>], S, NamedAfter<O, E>>,
    options?: O,
    element?: E,
  ): NDArray<ResultDType<F, NamedAfter<O, E>, KeptDType<D>>, S>;
}

export const stencil = defineOp({
  name: "stencil",
  summary: "a function of each element's neighbours",
  parameters: [{ kind: "array", name: "a" }, { kind: "neighbours", name: "f" }, boundaryParameter, { kind: "element", name: "element", optional: true }],
  gives: "array",
  check(call) {
    const a = call.inputs[0]!, element = kernelElement("stencil", call, keptDType([plain(a)])), refused = boundaryFits("stencil", call, plain(a));
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
    const result = allocate(types[0]!.element, a!.shape), to = plainData(result), dtype = plainDType(result), read = readerWithBoundary(a!, attributes);
    eachPosition(a!.shape, (flat, index) => void (to[flat] = stored(dtype, kernel!((...offsets) => read(index, offsets), ...index))));
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "stencil(a, at => at(-1) + at(0) + at(1))" },
    { inputs: [{ element: "f32", ndim: 2 }], source: `stencil(a, at => 0.25 * (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)), { boundary: "wrap" })` },
    { inputs: [{ element: "i32", ndim: 2 }], source: `stencil(a, (at, i, j) => at(0, 2) - at(-3, 0) + i * j, { boundary: "reflect" })` },
    { inputs: [{ element: "bool", ndim: 1 }], source: "stencil(a, at => at(-1) !== at(1), { boundary: true })" },
    { inputs: [{ element: "u8", ndim: 2 }], source: `stencil(a, at => at(1, 1) - at(-1, -1), { boundary: 7 }, "i16")` },
  ],
});
