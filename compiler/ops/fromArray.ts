// fromArray(values, shape, dtype): an array of host values: a typed array, or a nested list of numbers, booleans or objects of them,
// or an object of typed arrays. Every rank has the values and keeps its part.
import type { Rule } from "./defineOp.ts";
import { unknownExtent } from "./defineOp.ts";
import { block, cyclic, replicated } from "../ir/placement.ts";
import type { ElementType } from "../ir/types.ts";
import { dense, showShape, sizeOf } from "../reference/dense.ts";
import type { ElementOf, ElementOfData, HostData, Named, NDArray, Plain, Shape, ShapeOfData } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, namedShape, sameFields, showElement } from "./elements.ts";
import type { ListFacts } from "./hostData.ts";
import { listFacts } from "./hostData.ts";

export interface FromArrayCall {
  <const T extends HostData, const E extends Named = ElementOfData<T>>(values: T, element?: E): NDArray<ElementOf<NoInfer<E>>, ShapeOfData<T>>;
  <const T extends HostData, const S extends Shape, const E extends Named = ElementOfData<T>>(values: T, shape: S, element?: E): NDArray<ElementOf<NoInfer<E>>, Plain<S>>;
}

/** Lists without elements have as many axes as their type says. */
const emptyShape = ({ shape, flat }: ListFacts, axes = 0): readonly number[] => (flat.length > 0 ? shape : [...shape, ...Array.from({ length: Math.max(0, axes - shape.length) }, () => 0)]);

export const fromArray = defineOp({
  name: "fromArray",
  summary: "an array of host values: a typed array, or a nested list of numbers or booleans",
  parameters: [
    { kind: "host", name: "values" },
    { kind: "shape", name: "shape", optional: true },
    { kind: "element", name: "element", optional: true },
  ],
  gives: "array",
  records: true,
  check(call) {
    const element = call.element ?? call.declared?.element;
    const shape = call.attributes.shape === undefined ? call.declared?.shape.map((e) => e ?? unknownExtent) : namedShape("fromArray", call.attributes.shape);
    if (element === undefined || shape === undefined) return broken("SPMD2013", { op: "fromArray" });
    // An empty list tells neither dtype nor inner extents.
    return isBroken(shape) ? shape : { ...fine(element, shape), ok: true, types: [{ element, shape }], ...(call.attributes.shape === undefined ? { attributes: { element, axes: shape.length } } : { attributes: { element } }) };
  },
  library: {
    rules(op) {
      const axes = op.types[0]!.shape.map((_, axis) => axis);
      return [replicated, ...axes.map((axis) => block(axis)), ...axes.map(cyclic)].map((placement): Rule => ({ inputs: [], outputs: [placement] }));
    },
  },
  reference({ attributes, types }) {
    const facts = listFacts(attributes.values), shape = (attributes.shape as readonly number[] | undefined) ?? emptyShape(facts, attributes.axes as number | undefined);
    if (sizeOf(shape) !== facts.flat.length) throw fault("SPMD2012", { op: "fromArray", size: facts.flat.length, shape: showShape(shape) });
    const element = (attributes.element as ElementType | undefined) ?? types[0]?.element ?? facts.element;
    if (facts.flat.length > 0 && !sameFields(element, facts.element)) throw fault("SPMD2083", { op: "fromArray", a: showElement(facts.element), b: showElement(element) });
    return [dense(element, shape, facts.flat)];
  },
  samples: [
    { inputs: [], source: "fromArray([3, 1, 4, 1, 5])" },
    { inputs: [], source: "fromArray([[{ re: 1, on: true }, { re: 2.5, on: false }]])" },
    { inputs: [], source: "fromArray({ re: new Float32Array([1, 2, 3, 4]), n: new Int8Array([5, 6, 7, 8]) }, [2, 2])" },
    { inputs: [], source: "fromArray([[true, false], [false, false]])" },
    { inputs: [], source: "fromArray(new Int16Array([1, 2, 3, 4, 5, 6]), [2, 3])" },
  ],
});
