// full(shape, value, dtype): every element the same. dtype f64, bool for a boolean, or the one that is named.
import type { LoopStep, StepArgument } from "../ir/array.ts";
import { fieldsOf, scalarOf } from "../ir/types.ts";
import { allocate, stored } from "../reference/dense.ts";
import type { ElementOf, Named, NDArray, Plain, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, isBroken, namedShape, showElement } from "./elements.ts";
import { loopOf, resultType, storeValues } from "./form.ts";
import { fitsDType, hostScalar, passThrough } from "./scalars.ts";

export interface FullCall {
  <const S extends Shape, const V extends number | boolean, const E extends Named = V extends boolean ? "bool" : "f64">(shape: S, value: V, element?: E): NDArray<ElementOf<NoInfer<E>>, Plain<S>>;
}

export const full = defineOp({
  name: "full",
  summary: "every element the same value",
  parameters: [
    { kind: "shape", name: "shape" },
    { kind: "scalar", name: "value" },
    { kind: "element", name: "element", optional: true },
  ],
  gives: "array",
  records: true,
  check(call) {
    const shape = namedShape("full", call.attributes.shape), value = call.attributes.value;
    if (isBroken(shape)) return shape;
    const element = call.element ?? (typeof value === "boolean" ? "bool" : hostScalar(value) && call.declared?.element === "bool" ? "bool" : "f64");
    return fieldsOf(element).every(([, dtype]) => fitsDType(value, dtype)) ? fine(element, shape) : broken("SPMD2010", { op: "full", value: String(value), dtype: showElement(element) });
  },
  loop(op) {
    const type = resultType(op), dtypes = fieldsOf(type.element).map(([, dtype]) => dtype), name = hostScalar(op.attributes.value);
    if (name === undefined) {
      const value: StepArgument = { kind: "const", value: op.attributes.value as number | boolean };
      return { loop: loopOf(op, type.shape, { outputs: [storeValues(op, dtypes.map(() => value))] }), kernels: [] };
    }
    // The kernel's parameter says what the host value must be: an integer for an integer dtype.
    const kernels = dtypes.map((dtype) => passThrough(scalarOf(dtype))), steps = kernels.map(({ id }): LoopStep => ({ fn: id, args: [{ kind: "capture", capture: 0 }], span: op.span }));
    return { loop: loopOf(op, type.shape, { captures: [name], steps, outputs: [storeValues(op, dtypes.map((dtype, step) => ({ kind: "step", step, result: 0, dtype })))] }), kernels };
  },
  reference({ attributes, types }) {
    const result = allocate(types[0]!.element, types[0]!.shape);
    for (const [field, dtype] of fieldsOf(result.element)) result.data[field]!.fill(stored(dtype, attributes.value as number | boolean));
    return [result];
  },
  samples: [
    { inputs: [], source: "full([3, 5], 0.5)" },
    { inputs: [], source: `full([7], -3, "i8")` },
    { inputs: [], source: "full([2, 2, 2], true)" },
    { inputs: [], source: `full([4], 2, { x: "f32", n: "u8" })` },
  ],
});
