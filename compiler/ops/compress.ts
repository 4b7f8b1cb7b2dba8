// compress(a, mask): the elements where the mask is true, in row-major order: NumPy's a[mask]. A mask with fewer axes chooses rows, or larger parts.
import { block, replicated } from "../ir/placement.ts";
import { fieldsOf } from "../ir/types.ts";
import { allocate, plainData } from "../reference/dense.ts";
import type { Chosen, DType, Element, IsMask, MaskFits, NDArray, Shape } from "../types/index.ts";
import type { Rule } from "./defineOp.ts";
import { defineOp, unknownExtent } from "./defineOp.ts";
import { broken, fault, fine, isBroken, mergeShapes, showExtents } from "./elements.ts";
import { heldBytes, isSpread, toldToAll, wholeBytes, wholeFormula } from "./exchange.ts";
import { aligns } from "./rearrange.ts";

export interface CompressCall {
  <D extends Element, S extends Shape, C extends DType, M extends Shape>(a: NDArray<D, S>, mask: NDArray<C, M> & IsMask<"compress", C> & MaskFits<"compress", S, M>): NDArray<D, Chosen<S, M>>;
}

export const compress = defineOp({
  name: "compress",
  summary: "the elements where a mask is true, in order",
  parameters: [{ kind: "array", name: "a" }, { kind: "array", name: "mask" }],
  gives: "array",
  records: true,
  check({ inputs: [a, mask] }) {
    if (mask!.element !== "bool") return broken("SPMD2071", { op: "compress", what: "elements of the mask", dtype: String(mask!.element), wanted: "bool" });
    const lead = mask!.shape.length, own = a!.shape.slice(0, lead), merged = mergeShapes("compress", [own, mask!.shape]);
    if (lead === 0 || lead > a!.shape.length || isBroken(merged)) return broken("SPMD2001", { op: "compress", a: showExtents(a!.shape), b: showExtents(mask!.shape) });
    return { ...fine(a!.element, [], [own, mask!.shape]), ok: true, types: [{ element: a!.element, shape: [unknownExtent, ...a!.shape.slice(lead)] }] };
  },
  library: {
    rules: () => [...aligns.flatMap((from) => aligns.map((to): Rule => ({ inputs: [block(0, from), block(0, from)], outputs: [block(0, to)] }))), { inputs: [replicated, replicated], outputs: [replicated] }],
    exchanges(call) {
      const [a, mask] = call.inputs, [result] = call.results, isCounted = !Number.isNaN(wholeBytes(result!, call));
      if (!isSpread(mask!)) return [];
      return [toldToAll(call, 8, "how many elements each rank has chosen"), {
        collective: "exchange", of: [0], reason: "chosen elements go where their places in the result are", known: isCounted ? "at most" : "about", formula: wholeFormula(a!), received: (rank) => heldBytes(isCounted ? result! : a!, call, rank),
      }];
    },
  },
  reference({ inputs: [a, mask] }) {
    const lead = mask!.shape.length;
    if (lead > a!.shape.length || mask!.shape.some((extent, axis) => extent !== a!.shape[axis])) throw fault("SPMD2001", { op: "compress", a: showExtents(a!.shape), b: showExtents(mask!.shape) });
    const chosen = Array.from(plainData(mask!).keys()).filter((k) => plainData(mask!)[k] !== 0), rest = a!.shape.slice(lead), row = rest.reduce((product, extent) => product * extent, 1);
    const result = allocate(a!.element, [chosen.length, ...rest]);
    for (const [field] of fieldsOf(a!.element)) chosen.forEach((from, k) => result.data[field]!.set(a!.data[field]!.subarray(from * row, (from + 1) * row), k * row));
    return [result];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }, { element: "bool", ndim: 1 }], source: "compress(a, b)" },
    { inputs: [{ element: "i32", ndim: 2 }, { element: "bool", ndim: 1 }], source: "compress(a, b)" },
    { inputs: [{ element: "u8", ndim: 2 }, { element: "bool", ndim: 2 }], source: "map(compress(a, b), (x, i) => x + i, \"f64\")" },
    { inputs: [{ element: "bool", ndim: 3 }], source: "compress(a, a)" },
  ],
});
