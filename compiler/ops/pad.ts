// pad(a, [[before, after], ...], { boundary }): more positions before and after each axis, filled as `boundary` says: a value (0 if not given), or "clamp", "wrap",
// "reflect" as in `stencil`. Where "clamp" and the like find no element to repeat, 0 stands.
import type { Attribute } from "../ir/array.ts";
import { boundaryPosition, paddedRuns, piecesOf } from "../../runtime/abi.ts";
import type { Element, NDArray, Padded, Shape, WidthsFit } from "../types/index.ts";
import type { BoundaryOptions } from "./boundary.ts";
import { boundaryFits, boundaryOf, boundaryParameter } from "./boundary.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, showExtents } from "./elements.ts";
import { pieces, sizesOf } from "./exchange.ts";
import { rearranged, sameAxisRules, totalExtent, known } from "./rearrange.ts";

export interface PadCall {
  <D extends Element, S extends Shape, const W extends readonly (readonly [number, number])[]>(a: NDArray<D, S>, widths: W & WidthsFit<"pad", S, W>, options?: BoundaryOptions<D>): NDArray<D, Padded<S>>;
}

const withDefault = (attributes: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } => ({ ...attributes, options: { boundary: 0, ...(attributes.options as object | undefined) } });

export const pad = defineOp({
  name: "pad",
  summary: "more positions before and after each axis",
  parameters: [{ kind: "array", name: "a" }, { kind: "numbers", name: "widths" }, boundaryParameter],
  gives: "array",
  records: true,
  check(call) {
    const a = call.inputs[0]!, widths = call.attributes.widths as readonly Attribute[];
    const pairs = widths.filter((pair): pair is readonly Attribute[] => Array.isArray(pair) && pair.length === 2 && pair.every((width) => width !== null && !(typeof width === "number" && width < 0)));
    if (pairs.length < widths.length || pairs.length !== a.shape.length) return broken("SPMD2070", { op: "pad", what: `widths ${showWidths(widths)}`, shape: showExtents(a.shape) });
    const boundary = (call.attributes.options as { readonly boundary?: Attribute } | undefined)?.boundary;
    const refused = boundary === undefined ? undefined : boundaryFits("pad", call, a.element);
    return refused ?? fine(a.element, a.shape.map((extent, axis) => totalExtent([known(pairs[axis]![0]!), extent, known(pairs[axis]![1]!)])));
  },
  library: {
    rules: (op) => sameAxisRules(op.types[0]!.shape.length),
    exchanges: (call) => {
      const widths = (call.attributes.widths as readonly (readonly Attribute[])[]).map((pair) => pair.map(Number)), { kind } = boundaryOf(withDefault(call.attributes));
      return pieces(call, () => piecesOf(sizesOf(call.inputs[0]!, call).map((extent, axis) => paddedRuns(extent, widths[axis]![0]!, widths[axis]![1]!, kind))), "elements go where their places in the padded array are");
    },
  },
  reference({ inputs: [a], attributes }) {
    const widths = attributes.widths as readonly (readonly [number, number])[], boundary = boundaryOf(withDefault(attributes)), { shape } = a!;
    if (widths.flat().some((width) => width < 0)) throw fault("SPMD2070", { op: "pad", what: `widths ${showWidths(widths)}`, shape: showExtents(shape) });
    return [rearranged(a!.element, shape.map((extent, axis) => widths[axis]![0] + extent + widths[axis]![1]), (index) => {
      const at = index.map((k, axis) => boundaryPosition(k - widths[axis]![0], shape[axis]!, boundary.kind));
      return at.every((k) => k !== undefined) ? { source: a!, at } : undefined;
    }, boundary.kind === "value" ? (boundary.value as number) : 0)];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "pad(a, [[2, 1]])" },
    { inputs: [{ element: "i32", ndim: 2 }], source: `pad(a, [[1, 1], [0, 3]], { boundary: "wrap" })` },
    { inputs: [{ element: "f32", ndim: 2 }], source: `pad(a, [[0, 2], [2, 0]], { boundary: "reflect" })` },
    { inputs: [{ element: "bool", ndim: 1 }], source: `pad(a, [[3, 0]], { boundary: true })` },
    { inputs: [{ element: "u8", ndim: 3 }], source: `pad(a, [[1, 0], [0, 1], [1, 1]], { boundary: "clamp" })` },
  ],
});

const showWidths = (widths: unknown): string => JSON.stringify(widths).replaceAll(",", ", ").replace(/{[^}]*}/g, "?");
