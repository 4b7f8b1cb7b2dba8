// reduce(a, monoid, { axis }, dtype): the elements along one axis combined; -1 is the last axis. Keeps the dtype (i32 where bools are counted), or the one that is named.
import type { Axes, Combines, Element, FoldedDType, MonoidFor, Named, NDArray, Shape, WithoutAxis } from "../types/index.ts";
import { accumulated, reduceAxis } from "../reference/canonical.ts";
import { dense } from "../reference/dense.ts";
import { defineOp } from "./defineOp.ts";
import { broken, isBroken, showExtents } from "./elements.ts";
import { axisOf } from "./rearrange.ts";
import { foldFor, foldedElement, monoidFits, narrowWarnings, reduceLoop } from "./reduction.ts";

export interface ReduceCall {
  <D extends Element, S extends Shape, M extends MonoidFor<D>, const X extends number, const E extends Named = never>(
    a: NDArray<D, S>,
    m: M & Combines<"reduce", D, M>,
    options: { readonly axis: X & Axes<"reduce", S, readonly [X]> },
    element?: E,
  ): NDArray<FoldedDType<D, M, E>, WithoutAxis<S, X>>;
}

const axisGiven = (attributes: { readonly [name: string]: unknown }, ndim: number): number => {
  const axis = (attributes.options as { readonly axis?: unknown } | undefined)?.axis;
  return typeof axis === "number" ? axisOf(axis, ndim) : -1;
};

export const reduce = defineOp({
  name: "reduce",
  summary: "the elements along one axis combined",
  parameters: [
    { kind: "array", name: "a" },
    { kind: "monoid", name: "m" },
    { kind: "options", name: "options", fields: [{ kind: "scalar", name: "axis" }] },
    { kind: "element", name: "element", optional: true },
  ],
  gives: "array",
  records: true,
  check(call) {
    const a = call.inputs[0]!, ndim = a.shape.length, axis = axisGiven(call.attributes, ndim), refused = monoidFits("reduce", call.monoid, a.element), element = foldedElement("reduce", call);
    if (refused) return refused;
    if (!Number.isInteger(axis) || axis < 0 || axis >= ndim) return broken("SPMD2070", { op: "reduce", what: `axis ${JSON.stringify((call.attributes.options as { readonly axis?: unknown } | undefined)?.axis ?? null)}`, shape: showExtents(a.shape) });
    return isBroken(element) ? element : { ok: true, types: [{ element, shape: a.shape.filter((_, k) => k !== axis) }], ...narrowWarnings("reduce", call) };
  },
  loop: (op, typeOf) => reduceLoop(op, typeOf, [axisGiven(op.attributes, typeOf(op.inputs[0]!).shape.length)]),
  reference({ inputs: [a], monoid, attributes, types }) {
    const fold = foldFor(a!, monoid!), axis = axisGiven(attributes, a!.shape.length);
    return [dense(types[0]!.element, a!.shape.filter((_, k) => k !== axis), reduceAxis(accumulated(a!, fold), a!.shape, axis, fold))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 3 }], source: "reduce(a, add, { axis: 1 })" },
    { inputs: [{ element: "f32", ndim: 3 }], source: "reduce(a, max, { axis: 0 })" },
    { inputs: [{ element: "u8", ndim: 2 }], source: `reduce(a, add, { axis: -1 }, "i32")` },
    { inputs: [{ element: { re: "f32", im: "f64" }, ndim: 3 }], source: "reduce(a, add, { axis: 2 })" },
    { inputs: [{ element: "f64", ndim: 1 }], source: "reduce(a, add, { axis: 0 })" },
  ],
});
