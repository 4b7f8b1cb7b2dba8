// topk(a, k): the k greatest elements of each row (along the last axis), the greatest first; not-a-number counts only where there are too few numbers.
import type { Extent } from "../ir/types.ts";
import { block, replicated } from "../ir/placement.ts";
import { allocate, plainData } from "../reference/dense.ts";
import type { DType, NDArray, Shape, SomeAxis, WithLast } from "../types/index.ts";
import type { Rule } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, namedShape, plain, showExtents } from "./elements.ts";
import { heldBytes, isSpread, wholeBytes, wholeFormula } from "./exchange.ts";
import { eachRow, orderOfRow } from "./order.ts";
import { orderKernels } from "./orderKernels.ts";
import { aligns } from "./rearrange.ts";

export interface TopkCall {
  <D extends DType, S extends Shape, const K extends number>(a: NDArray<D, S> & SomeAxis<"topk", S>, k: K): NDArray<D, WithLast<S, K>>;
}

const tooMany = (k: Extent, shape: readonly Extent[]): { readonly op: string; readonly what: string; readonly shape: string } => ({ op: "topk", what: `the ${k} greatest`, shape: showExtents(shape) });

export const topk = defineOp({
  name: "topk",
  summary: "the k greatest elements of each row, the greatest first",
  parameters: [{ kind: "array", name: "a" }, { kind: "extent", name: "k" }],
  gives: "array",
  check({ inputs: [a], attributes }) {
    const named = namedShape("topk", attributes.k), extent = a!.shape.at(-1);
    if (isBroken(named)) return named;
    const [k] = named as readonly [Extent];
    return extent === undefined || (typeof k === "number" && typeof extent === "number" && k > extent) ? broken("SPMD2070", tooMany(k, a!.shape)) : fine(a!.element, [...a!.shape.slice(0, -1), k]);
  },
  library: {
    kernels: ({ inputs: [a] }) => orderKernels(plain(a!), false),
    // Of an array in blocks every rank knows the greatest of each.
    rules(op) {
      const ndim = op.types[0]!.shape.length, rows = Array.from({ length: ndim - 1 }, (_, axis) => aligns.map((align) => block(axis, align))).flat();
      return [...(ndim === 1 ? aligns.map((align): Rule => ({ inputs: [block(0, align)], outputs: [replicated] })) : []), ...[...rows, replicated].map((at): Rule => ({ inputs: [at], outputs: [at] }))];
    },
    exchanges(call) {
      const [a] = call.inputs, [result] = call.results;
      if (!isSpread(a!) || isSpread(result!)) return [];
      return [{
        collective: "allgather", of: [0], reason: "the greatest of each rank's part", known: "exactly", formula: [...wholeFormula(result!), "np", "np"],
        received: (rank) => Array.from({ length: call.np }, (_, peer) => (peer === rank ? 0 : Math.min(wholeBytes(result!, call), heldBytes(a!, call, peer)))).reduce((sum, bytes) => sum + bytes, 0),
      }];
    },
  },
  reference({ inputs: [a], attributes }) {
    const k = attributes.k as number, lead = a!.shape.slice(0, -1), result = allocate(a!.element, [...lead, k]), to = plainData(result);
    if (k > a!.shape.at(-1)!) throw fault("SPMD2070", tooMany(k, a!.shape));
    eachRow(plainData(a!), a!.shape, (row, from) => orderOfRow(row, true).slice(0, k).forEach((place, n) => void (to[(from / row.length) * k + n] = row[place]!)));
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "topk(concat(a, fromArray([1.5, -2, 0 / 0])), 3)" },
    { inputs: [{ element: "i32", ndim: 2 }], source: "topk(concat(a, a, a, { axis: 1 }), 0)" },
    { inputs: [{ element: "u8", ndim: 1 }], source: "topk(a, a.shape[0])" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "topk(pad(a, [[0, 0], [1, 1]]), 2)" },
  ],
});
