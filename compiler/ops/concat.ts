// concat(a, b, ..., { axis }): one array after another along an axis, the first if none is named. All other extents are equal.
import { concatPieces } from "../../runtime/abi.ts";
import type { Extent } from "../ir/types.ts";
import type { Concatenated, Element, Joins, NDArray, Shape } from "../types/index.ts";
import type { CallFacts } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, mergeShapes, sameFields, showElement, showExtents } from "./elements.ts";
import { pieces, sizesOf } from "./exchange.ts";
import { axisOf, rearranged, sameAxisRules, totalExtent } from "./rearrange.ts";

export interface AxisOption<X extends number> {
  /** 0 if not given. */
  readonly axis?: X;
}

export interface ConcatCall {
  <D extends Element, S extends Shape, T extends Shape, const X extends number = 0>(a: NDArray<D, S>, b: NDArray<D, T> & Joins<"concat", S, T, X>, options?: AxisOption<X>): NDArray<D, Concatenated<S, X>>;
  <D extends Element, S extends Shape, T extends Shape, U extends Shape, const X extends number = 0>(a: NDArray<D, S>, b: NDArray<D, T> & Joins<"concat", S, T, X>, c: NDArray<D, U> & Joins<"concat", S, U, X>, options?: AxisOption<X>): NDArray<D, Concatenated<S, X>>;
  <D extends Element, S extends Shape, T extends Shape, U extends Shape, V extends Shape, const X extends number = 0>(
    a: NDArray<D, S>, b: NDArray<D, T> & Joins<"concat", S, T, X>, c: NDArray<D, U> & Joins<"concat", S, U, X>, d: NDArray<D, V> & Joins<"concat", S, V, X>, options?: AxisOption<X>,
  ): NDArray<D, Concatenated<S, X>>;
}

const axisGiven = (attributes: { readonly [name: string]: unknown }): unknown => (attributes.options as { readonly axis?: unknown } | undefined)?.axis ?? 0;

export const concat = defineOp({
  name: "concat",
  summary: "one array after another along an axis",
  parameters: [
    { kind: "array", name: "a" },
    { kind: "array", name: "b" },
    { kind: "array", name: "c", optional: true },
    { kind: "array", name: "d", optional: true },
    { kind: "options", name: "options", optional: true, fields: [{ kind: "scalar", name: "axis", optional: true }] },
  ],
  gives: "array",
  records: true,
  check(call) {
    const { inputs } = call, first = inputs[0]!, ndim = first.shape.length, given = axisGiven(call.attributes), axis = typeof given === "number" ? axisOf(given, ndim) : -1;
    if (typeof given !== "number") return broken("SPMD2014", { op: "concat", option: "axis" });
    if (!Number.isInteger(axis) || axis < 0 || axis >= ndim) return broken("SPMD2070", { op: "concat", what: `axis ${given}`, shape: showExtents(first.shape) });
    const other = inputs.find((t) => showElement(t.element) !== showElement(first.element));
    if (other) return broken(sameFields(first.element, other.element) ? "SPMD2008" : "SPMD2083", { op: "concat", a: showElement(first.element), b: showElement(other.element) });
    return joined(call, axis);
  },
  library: {
    rules: (op) => sameAxisRules(op.types[0]!.shape.length, op.inputs.length),
    exchanges: (call) => pieces(call, () => concatPieces(call.inputs.map((input) => sizesOf(input, call)), axisOf(axisGiven(call.attributes) as number, call.inputs[0]!.type.shape.length)), "elements go where their places in the joined array are"),
  },
  reference({ inputs, attributes }) {
    const first = inputs[0]!, axis = axisOf(axisGiven(attributes) as number, first.shape.length);
    const different = inputs.find((a) => a.shape.length !== first.shape.length || a.shape.some((extent, k) => k !== axis && extent !== first.shape[k]));
    if (different) throw fault("SPMD2001", { op: "concat", a: showExtents(first.shape), b: showExtents(different.shape) });
    const shape = first.shape.map((extent, k) => (k === axis ? inputs.reduce((sum, a) => sum + a.shape[k]!, 0) : extent));
    return [rearranged(first.element, shape, (index) => {
      let k = 0, position = index[axis]!;
      while (position >= inputs[k]!.shape[axis]!) position -= inputs[k++]!.shape[axis]!;
      return { source: inputs[k]!, at: index.map((at, n) => (n === axis ? position : at)) };
    })];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }, { element: "f64", ndim: 1 }], source: "concat(a, b)" },
    { inputs: [{ element: "i32", ndim: 2 }, { element: "i32", ndim: 2 }], source: "concat(a, b, { axis: 1 })" },
    { inputs: [{ element: "f32", ndim: 1 }, { element: "f32", ndim: 1 }, { element: "f32", ndim: 1 }], source: "concat(a, slice(b, [0, 1]), c)" },
    { inputs: [{ element: "bool", ndim: 3 }, { element: "bool", ndim: 3 }], source: "concat(a, b, { axis: -1 })" },
  ],
});

/** The extents along the axis add up; all others must be one. */
function joined({ inputs }: CallFacts, axis: number): ReturnType<typeof fine> {
  const shapes = inputs.map((t) => t.shape), along = (shape: readonly Extent[], extent: Extent): readonly Extent[] => shape.map((e, k) => (k === axis ? extent : e));
  const across = shapes.map((shape) => along(shape, 0)), merged = mergeShapes("concat", across);
  if (isBroken(merged)) return broken("SPMD2001", { op: "concat", a: showExtents(shapes[0]!), b: showExtents(shapes.find((shape) => isBroken(mergeShapes("concat", [across[0]!, along(shape, 0)])))!) });
  return fine(inputs[0]!.element, along(merged, totalExtent(shapes.map((shape) => shape[axis]!))), across);
}
