// broadcastTo(a, shape): the array repeated to a larger shape, as NumPy does: axes are paired from the last one; missing axes and axes of (literal) extent 1 stretch.
//
//   v [m] to [n, m]   ->   loop [n, m] { v[i1] }: nothing is stored if a loop reads it         c [n, 1] to [n, m]   ->   the same of reshape(c, [n])
import type { ArrayOp } from "../ir/array.ts";
import type { ArrayType, Extent } from "../ir/types.ts";
import type { Element, NDArray, Plain, Shape, Stretches } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, namedShape, showExtents } from "./elements.ts";
import { elementOf, loopOf, resultType, storeValues } from "./form.ts";
import { rearranged } from "./rearrange.ts";

export interface BroadcastToCall {
  <D extends Element, S extends Shape, const T extends Shape>(a: NDArray<D, S> & Stretches<"broadcastTo", S, T>, shape: T): NDArray<D, Plain<T>>;
}

/** For each axis of the array the result's axis that walks it; those that stretch are left out. `axes` is there once they are gone. */
const walked = (op: Pick<ArrayOp, "attributes">, a: ArrayType, ndim: number): readonly number[] =>
  (op.attributes.axes as readonly number[] | undefined) ?? a.shape.flatMap((extent, axis) => (stretches(extent) ? [] : [ndim - a.shape.length + axis]));

const stretches = (extent: Extent): boolean => extent === 1;

export const broadcastTo = defineOp({
  name: "broadcastTo",
  summary: "the array repeated to a larger shape",
  parameters: [{ kind: "array", name: "a" }, { kind: "shape", name: "shape" }],
  gives: "array",
  records: true,
  check({ inputs: [a], attributes }) {
    const shape = namedShape("broadcastTo", attributes.shape);
    if (isBroken(shape)) return shape;
    const missing = shape.length - a!.shape.length, pairs = a!.shape.map((extent, axis) => [extent, shape[missing + axis]!] as const), unequal = pairs.filter(([own, wanted]) => !stretches(own) && own !== wanted);
    const clash = missing < 0 || unequal.some(([own, wanted]) => typeof own === "number" && typeof wanted === "number");
    if (clash) return broken("SPMD2070", { op: "broadcastTo", what: `shape ${showExtents(shape)}`, shape: showExtents(a!.shape) });
    const checked = fine(a!.element, shape);
    return checked.ok && unequal.length > 0 ? { ...checked, equal: [[unequal.map(([own]) => own), unequal.map(([, wanted]) => wanted)]] } : checked;
  },
  expand(op, typeOf, fresh) {
    const value = op.inputs[0]!, a = typeOf(value), kept = a.shape.filter((extent) => !stretches(extent));
    if (kept.length === a.shape.length) return undefined;
    const flat = fresh(), type: ArrayType = { element: a.element, shape: kept };
    const reshaped: ArrayOp = { kind: "op", op: "reshape", results: [flat], types: [type], inputs: [value], attributes: { shape: kept.map((e) => (typeof e === "number" ? e : { host: e })) }, span: op.span };
    return { ops: [reshaped, { ...op, inputs: [flat], attributes: { ...op.attributes, axes: walked(op, a, resultType(op).shape.length) } }], kernels: [] };
  },
  loop(op, typeOf) {
    const value = op.inputs[0]!, type = typeOf(value), { shape } = resultType(op), access = { axes: walked(op, type, shape.length).map((loop) => ({ loop, offset: 0 })) };
    // The loop's extents are the array's own where they are one: names that the program has found equal.
    const extents = shape.map((extent, axis) => type.shape[access.axes.findIndex((a) => a.loop === axis)] ?? extent);
    return { loop: loopOf(op, extents, { inputs: [{ value, type, access }], outputs: [storeValues(op, elementOf(0, type.element))] }), kernels: [] };
  },
  reference({ inputs: [a], attributes }) {
    const shape = attributes.shape as readonly number[], missing = shape.length - a!.shape.length;
    if (attributes.axes === undefined && (missing < 0 || a!.shape.some((extent, axis) => extent !== 1 && extent !== shape[missing + axis]))) throw fault("SPMD2070", { op: "broadcastTo", what: `shape ${showExtents(shape)}`, shape: showExtents(a!.shape) });
    const axes = (attributes.axes as readonly number[] | undefined) ?? a!.shape.map((_, axis) => missing + axis);
    return [rearranged(a!.element, shape, (index) => ({ source: a!, at: axes.map((axis, k) => (a!.shape[k] === 1 ? 0 : index[axis]!)) }))];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "broadcastTo(a, [3, a.shape[0]])" },
    { inputs: [{ element: "i32", ndim: 2 }], source: "broadcastTo(a, [2, a.shape[0], a.shape[1]])" },
    { inputs: [{ element: "f32", ndim: 1 }, { element: "f32", ndim: 2 }], source: "zipWith(b, broadcastTo(reshape(a, [a.shape[0], 1]), b.shape), (x, y) => x * y)" },
    { inputs: [{ element: "bool", ndim: 2 }], source: "broadcastTo(slice(a, [], [0, 0]), [a.shape[0], 0])" },
  ],
});
