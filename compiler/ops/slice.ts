// slice(a, [from, to, step], ...): every step-th position from `from` until before `to`, one list an axis; axes without a list stay whole. As NumPy's a[from:to:step]:
// negative positions count from the end, `null` or nothing is the end, positions outside are cut off, a negative step goes backwards.
//
//   slice(a, [1, -1])     all but the first and the last row          slice(a, [], [null, null, 2])     every other column
import type { Attribute } from "../ir/array.ts";
import type { Extent } from "../ir/types.ts";
import { piecesOf, rangeRun } from "../../runtime/abi.ts";
import type { Range } from "../../runtime/abi.ts";
import type { Element, NDArray, NoMoreThan, Ranges, Shape, Sliced } from "../types/index.ts";
import { defineOp, unknownExtent } from "./defineOp.ts";
import { broken, fault, fine, showExtents } from "./elements.ts";
import { pieces, sizesOf } from "./exchange.ts";
import { rearranged, sameAxisRules } from "./rearrange.ts";

export interface SliceCall {
  <D extends Element, S extends Shape, const R extends Ranges>(a: NDArray<D, S> & NoMoreThan<"slice", S, R, "ranges">, ...ranges: R): NDArray<D, Sliced<S, R>>;
}

const mostAxes = 6;
const rangeOf = (attributes: { readonly [name: string]: unknown }, axis: number): readonly Attribute[] => (attributes[`axis${axis}`] ?? []) as readonly Attribute[];

export const slice = defineOp({
  name: "slice",
  summary: "every step-th position from one until before another, along each axis",
  parameters: [{ kind: "array", name: "a" }, ...Array.from({ length: mostAxes }, (_, axis) => ({ kind: "numbers", name: `axis${axis}`, optional: true }) as const)],
  gives: "array",
  records: true,
  check({ inputs: [a], attributes }) {
    const shape = a!.shape, refused = (what: string) => broken("SPMD2070", { op: "slice", what, shape: showExtents(shape) });
    const given = Object.keys(attributes).length;
    if (given > shape.length) return refused(`${given} ranges`);
    const ranges = shape.map((_, axis) => rangeOf(attributes, axis));
    const bad = ranges.find((range) => range.length > 3 || range.some(Array.isArray) || range[2] === 0);
    if (bad) return refused(bad[2] === 0 ? "a step of 0" : `[${bad.join(", ")}] as a range`);
    return fine(a!.element, shape.map((extent, axis) => slicedExtent(extent, ranges[axis]!)));
  },
  library: {
    rules: (op) => sameAxisRules(op.types[0]!.shape.length),
    exchanges: (call) => {
      const shape = sizesOf(call.inputs[0]!, call), ranges = shape.map((_, axis) => rangeOf(call.attributes, axis).map((at) => (at === null ? null : typeof at === "number" ? at : NaN)));
      return pieces(call, () => piecesOf(shape.map((extent, axis) => [rangeRun(extent, ranges[axis]!)])), "elements that were cut out go where their places in the result are");
    },
  },
  reference({ inputs: [a], attributes }) {
    const ranges = a!.shape.map((extent, axis) => rangeRun(extent, rangeOf(attributes, axis) as Range));
    if (ranges.some((range) => range.step === 0)) throw fault("SPMD2070", { op: "slice", what: "a step of 0", shape: showExtents(a!.shape) });
    return [rearranged(a!.element, ranges.map((range) => range.count), (index) => ({ source: a!, at: index.map((k, axis) => ranges[axis]!.from + k * ranges[axis]!.step) }))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "slice(a, [1, -1])" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "slice(a, [], [0, 2])" },
    { inputs: [{ element: "i32", ndim: 2 }], source: "slice(a, [null, null, -1], [1])" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "slice(a, [-2, 0, -3])" },
    { inputs: [{ element: "u8", ndim: 3 }], source: "slice(a, [0, 9, 2], [], [null, 1])" },
    { inputs: [{ element: "f64", ndim: 1 }], source: "map(slice(a, [2]), x => x + 1)" },
  ],
});

/** As far as it is known before the program runs. */
function slicedExtent(extent: Extent, range: readonly Attribute[]): Extent {
  const [from = null, to = null, step = 1] = range;
  if (from === null && to === null && (step === 1 || step === -1 || step === null)) return extent;
  const known = (part: Attribute): part is number | null => part === null || typeof part === "number";
  return typeof extent === "number" && known(from) && known(to) && known(step) ? rangeRun(extent, [from, to, step]).count : unknownExtent;
}
