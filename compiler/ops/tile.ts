// tile(a, [times, ...]): the array repeated along each axis.
import { piecesOf, repeatedRuns } from "../../runtime/abi.ts";
import type { Attribute } from "../ir/array.ts";
import type { Element, NDArray, Padded, Shape, TimesFit } from "../types/index.ts";
import { defineOp, unknownExtent } from "./defineOp.ts";
import { broken, fault, fine, showExtents } from "./elements.ts";
import { pieces, sizesOf } from "./exchange.ts";
import { known, rearranged, sameAxisRules } from "./rearrange.ts";

export interface TileCall {
  <D extends Element, S extends Shape, const T extends readonly number[]>(a: NDArray<D, S>, times: T & TimesFit<"tile", S, T>): NDArray<D, Padded<S>>;
}

export const tile = defineOp({
  name: "tile",
  summary: "the array repeated along each axis",
  parameters: [{ kind: "array", name: "a" }, { kind: "numbers", name: "times" }],
  gives: "array",
  records: true,
  check({ inputs: [a], attributes }) {
    const times = attributes.times as readonly Attribute[], right = times.length === a!.shape.length && times.every((n) => n !== null && !Array.isArray(n) && !(typeof n === "number" && n < 0));
    if (!right) return broken("SPMD2070", { op: "tile", what: `times [${times.map(known).join(", ")}]`, shape: showExtents(a!.shape) });
    return fine(a!.element, a!.shape.map((extent, axis) => {
      const n = times[axis]!;
      return n === 1 ? extent : typeof n === "number" && typeof extent === "number" ? n * extent : n === 0 || extent === 0 ? 0 : unknownExtent;
    }));
  },
  library: {
    rules: (op) => sameAxisRules(op.types[0]!.shape.length),
    exchanges: (call) => pieces(call, () => piecesOf(sizesOf(call.inputs[0]!, call).map((extent, axis) => repeatedRuns(extent, Number((call.attributes.times as readonly Attribute[])[axis])))), "copies go where their places in the result are"),
  },
  reference({ inputs: [a], attributes }) {
    const times = attributes.times as readonly number[];
    if (times.some((n) => n < 0)) throw fault("SPMD2070", { op: "tile", what: `times [${times.join(", ")}]`, shape: showExtents(a!.shape) });
    return [rearranged(a!.element, a!.shape.map((extent, axis) => extent * times[axis]!), (index) => ({ source: a!, at: index.map((k, axis) => k % a!.shape[axis]!) }))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "tile(a, [3])" },
    { inputs: [{ element: "i8", ndim: 2 }], source: "tile(a, [2, 3])" },
    { inputs: [{ element: "bool", ndim: 2 }], source: "tile(a, [1, 0])" },
  ],
});
