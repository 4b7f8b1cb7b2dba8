// matmul(a, b): the product of two matrices, or of stacks of them: result[..., i, j] = sum over k of a[..., i, k] * b[..., k, j].
//
// The order of the additions is fixed, so that the bits are the same on any number of ranks and every backend: `kBlock` consecutive k are added up in order,
// starting from 0, and the sums of these blocks in order. No rank ever has a part of k. f32 rounds each product and each sum to f32; integers are added up as
// f64 numbers (exact below 2^53) and wrap when they are stored.
//
// Rows of `a` are spread over the ranks and `b` is everywhere, or columns of `b` and `a` is everywhere; or both are spread, and one goes round in a ring part
// by part, so that no rank has a whole operand.
//
// `einsum` uses it with more axes: attributes `batch` (leading axes of both) and `shared` (axes that are summed: the last of `a`, the first of `b` after batch).
import { distributedAxis } from "../../runtime/abi.ts";
import type { ArrayType, Extent } from "../ir/types.ts";
import { block, replicated } from "../ir/placement.ts";
import type { Attribute } from "../ir/array.ts";
import { allocate, plainData } from "../reference/dense.ts";
import type { Element, Factors, MatmulFits, MatmulShape, NDArray, ProductElement, Shape } from "../types/index.ts";
import type { Rule } from "./defineOp.ts";
import { withComplex } from "./complexProduct.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, mergeShapes, plain, showExtents } from "./elements.ts";
import { isSpread, ring } from "./exchange.ts";
import { kBlock, matmulKernel, packingKernels } from "./matmulKernel.ts";
import { factorsFit, innerFits, productDType } from "./product.ts";
import { aligns } from "./rearrange.ts";

export interface MatmulCall {
  <A extends Element, S extends Shape, B extends Element, T extends Shape>(a: NDArray<A, S>, b: NDArray<B, T> & MatmulFits<S, T> & Factors<"matmul", A, B>): NDArray<ProductElement<A, B>, MatmulShape<S, T>>;
}

export const matmul = withComplex(defineOp({
  name: "matmul",
  summary: "the product of two matrices",
  parameters: [{ kind: "array", name: "a" }, { kind: "array", name: "b" }],
  gives: "array",
  check({ inputs }) {
    const [a, b] = inputs as [ArrayType, ArrayType], flat = inputs.find((x) => x.shape.length < 2);
    if (flat) return broken("SPMD2002", { op: "matmul", ndim: 2, shape: showExtents(flat.shape) });
    const stacks = [a.shape.slice(0, -2), b.shape.slice(0, -2)] as const, merged = mergeShapes("matmul", stacks);
    if (isBroken(merged)) return broken("SPMD2094", { op: "matmul", a: showExtents(stacks[0]), b: showExtents(stacks[1]) });
    const k = [a.shape.at(-1)!, b.shape.at(-2)!] as const, refused = innerFits("matmul", a, b, k) ?? factorsFit("matmul", inputs);
    return refused ?? fine(productDType(inputs), [...merged, a.shape.at(-2)!, b.shape.at(-1)!], [[...stacks[0], k[0]], [...stacks[1], k[1]]]);
  },
  library: {
    rules(op, typeOf) {
      const { batch, shared } = axesOf(op.attributes, typeOf(op.inputs[0]!).shape.length), [rows, columns] = [0, 1].map((k) => typeOf(op.inputs[k]!).shape.length - batch - shared) as [number, number], found: Rule[] = [];
      const stacked = Array.from({ length: batch }, (_, axis) => axis);
      for (const align of aligns) {
        const row = block(batch, align), column = block(batch + rows, align), ofB = block(batch + shared, align);
        for (const axis of stacked) found.push({ inputs: [block(axis, align), block(axis, align)], outputs: [block(axis, align)] });
        if (rows > 0) found.push({ inputs: [row, replicated], outputs: [row] });
        if (columns > 0) found.push({ inputs: [replicated, ofB], outputs: [column] });
        if (op.inputs.every((x) => typeOf(x).shape.length === 2)) found.push({ inputs: [row, block(shared)], outputs: [row] }, { inputs: [block(0), ofB], outputs: [column] });
      }
      return [...found, { inputs: [replicated, replicated], outputs: [replicated] }];
    },
    // Two operands that are cut, and not stack by stack: the one that is not cut as the result is goes round.
    exchanges(call) {
      const [a, b] = call.inputs, [result] = call.results, { batch } = axesOf(call.attributes, a!.type.shape.length), axis = distributedAxis(result!.placement);
      return !isSpread(a!) || !isSpread(b!) || axis === undefined || axis < batch ? [] : [ring(call, axis === batch ? 1 : 0)];
    },
    work: (op, typeOf) => [...op.types[0]!.shape, ...sharedExtents(typeOf(op.inputs[0]!), axesOf(op.attributes, typeOf(op.inputs[0]!).shape.length).shared)],
    kernels({ inputs, results: [result] }) {
      const computed = plain(result!) === "f32" ? "f32" : "f64";
      return [matmulKernel(computed), ...inputs.flatMap((x) => packingKernels(plain(x), computed))];
    },
  },
  reference({ inputs: [a, b], attributes }) {
    const { batch, shared } = axesOf(attributes, a!.shape.length), single = plain(a!) === "f32" && plain(b!) === "f32", round = single ? Math.fround : (x: number): number => x;
    const size = (shape: readonly number[]): number => shape.reduce((n, e) => n * e, 1), stack = a!.shape.slice(0, batch), left = a!.shape.slice(batch, a!.shape.length - shared), right = b!.shape.slice(batch + shared);
    const inner = [...a!.shape.slice(a!.shape.length - shared)], other = b!.shape.slice(batch, batch + shared);
    if (inner.some((e, axis) => e !== other[axis])) throw fault("SPMD2092", { op: "matmul", a: showExtents(a!.shape), b: showExtents(b!.shape) });
    const result = allocate(productDType([a!, b!]), [...stack, ...left, ...right]), x = plainData(a!), y = plainData(b!), to = plainData(result), m = size(left), n = size(right), k = size(inner);
    for (let s = 0; s < size(stack); s++) for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) {
      let total = 0;
      for (let from = 0; from < k; from += kBlock) {
        let part = 0;
        for (let p = from; p < Math.min(k, from + kBlock); p++) part = round(part + round(x[(s * m + i) * k + p]! * y[(s * k + p) * n + j]!));
        total = round(total + part);
      }
      to[(s * m + i) * n + j] = total;
    }
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 2 }], source: "matmul(a, transpose(a))" },
    { inputs: [{ element: "f64", ndim: 2 }, { element: "i32", ndim: 2 }], source: "matmul(transpose(a), b)" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "matmul(transpose(a), a)" },
    { inputs: [{ element: "u8", ndim: 2 }], source: "matmul(a, transpose(a))" },
    { inputs: [{ element: "f64", ndim: 3 }], source: "matmul(a, permute(a, [0, 2, 1]))" },
  ],
}));

interface Axes {
  readonly batch: number;
  readonly shared: number;
}

/** Of a user's call all axes but two are stacks. */
function axesOf(attributes: { readonly [name: string]: unknown }, ndim: number): Axes {
  const { batch, shared } = attributes as { readonly batch?: Attribute; readonly shared?: Attribute };
  return { batch: typeof batch === "number" ? batch : ndim - 2, shared: typeof shared === "number" ? shared : 1 };
}

const sharedExtents = (a: ArrayType, shared: number): readonly Extent[] => a.shape.slice(a.shape.length - shared);
