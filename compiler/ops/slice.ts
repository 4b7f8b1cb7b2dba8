// slice(a, [from, to, step], ...): every step-th position from `from` until before `to`, one list an axis; axes without a list stay whole. As NumPy's a[from:to:step]:
// negative positions count from the end, `null` or nothing is the end, positions outside are cut off, a negative step goes backwards.
//
//   slice(a, [1, -1])     all but the first and the last row          slice(a, [], [null, null, 2])     every other column
//
// It is a loop over part of the array (`ir/view.ts`), so that who reads it reads the array; where only the run knows the step, each rank copies what it wants.
import type { Attribute, Position, View, ViewAxis } from "../ir/array.ts";
import type { Extent } from "../ir/types.ts";
import { piecesOf, rangeRun } from "../../runtime/abi.ts";
import { isPlain } from "../ir/view.ts";
import type { Range } from "../../runtime/abi.ts";
import type { Element, NDArray, NoMoreThan, Ranges, Shape, Sliced } from "../types/index.ts";
import { defineOp, unknownExtent } from "./defineOp.ts";
import type { Derived, HostText } from "./defineOp.ts";
import { broken, fault, fine, showExtents } from "./elements.ts";
import { pieces, sizesOf } from "./exchange.ts";
import { elementOf, loopOf, resultType, storeValues, straight } from "./form.ts";
import { countOf, firstOf, stepOf } from "./ranges.ts";
import { rearranged, sameAxisRules } from "./rearrange.ts";
import { hostScalar } from "./scalars.ts";

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
    const counts = shape.map((extent, axis) => countOf(extent, ranges[axis]!)), firsts = shape.map((extent, axis) => firstOf(extent, ranges[axis]!));
    const derived = shape.flatMap((_, axis): Derived[] => {
      const count = counts[axis], first = firsts[axis];
      return [...(isText(count) ? [{ of: { extent: axis }, value: count }] : []), ...(isText(first) ? [{ of: { attribute: `first${axis}` }, value: first }] : [])];
    });
    const checked = fine(a!.element, counts.map((count) => (count === undefined || isText(count) ? unknownExtent : count)));
    return checked.ok ? { ...checked, derived } : checked;
  },
  loop(op, typeOf) {
    const value = op.inputs[0]!, type = typeOf(value), axes = type.shape.map((extent, axis): ViewAxis | undefined => {
      const range = rangeOf(op.attributes, axis), first = firstOf(extent, range), host = hostScalar(op.attributes[`first${axis}`]), from = isText(first) ? (host === undefined ? undefined : { host, plus: 0 }) : first;
      return from === undefined ? undefined : { from, step: stepOf(range)! };
    });
    if (axes.includes(undefined)) return undefined;
    // A range that is all of its axis is the axis itself, under the name that the array has for it.
    const shape = resultType(op).shape, view = axes as View;
    return { loop: loopOf(op, shape, { inputs: [{ value, type, access: straight(shape.length), ...(view.every((of, axis) => isPlain(of) && shape[axis] === type.shape[axis]) ? {} : { view }) }], outputs: [storeValues(op, elementOf(0, type.element))] }), kernels: [] };
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

const isText = (value: Extent | Position | HostText | undefined): value is HostText => typeof value === "object" && "text" in value;
