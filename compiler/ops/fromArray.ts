// fromArray(values, shape, dtype): an array of host values: a typed array, or a nested list of numbers or booleans. Every rank has the values and keeps its part.
import type { Rule } from "./defineOp.ts";
import { unknownExtent } from "./defineOp.ts";
import { block, cyclic, replicated } from "../ir/placement.ts";
import { dense, showShape, sizeOf } from "../reference/dense.ts";
import type { DType, DTypeOfData, HostData, NDArray, Plain, Shape, ShapeOfData } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fault, fine, isBroken, namedShape } from "./elements.ts";
import { listFacts } from "./hostData.ts";

export interface FromArrayCall {
  <const T extends HostData, E extends DType = DTypeOfData<T>>(values: T, element?: E): NDArray<NoInfer<E>, ShapeOfData<T>>;
  <const T extends HostData, const S extends Shape, E extends DType = DTypeOfData<T>>(values: T, shape: S, element?: E): NDArray<NoInfer<E>, Plain<S>>;
}

export const fromArray = defineOp({
  name: "fromArray",
  summary: "an array of host values: a typed array, or a nested list of numbers or booleans",
  parameters: [
    { kind: "host", name: "values" },
    { kind: "shape", name: "shape", optional: true },
    { kind: "element", name: "element", optional: true },
  ],
  gives: "array",
  check(call) {
    const element = call.element ?? call.declared?.element;
    const shape = call.attributes.shape === undefined ? call.declared?.shape.map((e) => e ?? unknownExtent) : namedShape("fromArray", call.attributes.shape);
    if (element === undefined || shape === undefined) return broken("SPMD2013", { op: "fromArray" });
    return isBroken(shape) ? shape : fine(element, shape);
  },
  library: {
    rules(op) {
      const axes = op.types[0]!.shape.map((_, axis) => axis);
      return [replicated, ...axes.map((axis) => block(axis)), ...axes.map(cyclic)].map((placement): Rule => ({ inputs: [], outputs: [placement] }));
    },
  },
  reference({ attributes, types }) {
    const facts = listFacts(attributes.values), shape = (attributes.shape as readonly number[] | undefined) ?? facts.shape;
    if (sizeOf(shape) !== facts.flat.length) throw fault("SPMD2012", { op: "fromArray", size: facts.flat.length, shape: showShape(shape) });
    const element = (attributes.element as DType | undefined) ?? types[0]?.element ?? facts.element;
    return [dense(typeof element === "string" ? element : facts.element, shape, facts.flat)];
  },
  samples: [
    { inputs: [], source: "fromArray([3, 1, 4, 1, 5])" },
    { inputs: [], source: "fromArray([[true, false], [false, false]])" },
    { inputs: [], source: "fromArray(new Int16Array([1, 2, 3, 4, 5, 6]), [2, 3])" },
  ],
});
