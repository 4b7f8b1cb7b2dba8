// full(shape, value, dtype): every element the same. dtype f64, bool for a boolean, or the one that is named.
import type { StepArgument } from "../ir/array.ts";
import { scalarOf } from "../ir/types.ts";
import { allocate, plainData, plainDType, stored } from "../reference/dense.ts";
import type { DType, NDArray, Plain, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, isBroken, namedShape } from "./elements.ts";
import { loopOf, resultType, storeStep, storeValues } from "./form.ts";
import { fitsDType, hostScalar, passThrough } from "./scalars.ts";

export interface FullCall {
  <const S extends Shape, const V extends number | boolean, E extends DType = V extends boolean ? "bool" : "f64">(shape: S, value: V, element?: E): NDArray<NoInfer<E>, Plain<S>>;
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
  check(call) {
    const shape = namedShape("full", call.attributes.shape), value = call.attributes.value;
    if (isBroken(shape)) return shape;
    const element = call.element ?? (typeof value === "boolean" ? "bool" : hostScalar(value) && call.declared?.element === "bool" ? "bool" : "f64");
    if (typeof element !== "string") return broken("SPMD2009", { op: "full" });
    return fitsDType(value, element) ? fine(element, shape) : broken("SPMD2010", { op: "full", value: String(value), dtype: element });
  },
  loop(op) {
    const type = resultType(op), dtype = plainDType(type), name = hostScalar(op.attributes.value);
    if (name === undefined) {
      const value: StepArgument = { kind: "const", value: op.attributes.value as number | boolean };
      return { loop: loopOf(op, type.shape, { outputs: [storeValues(op, [value])] }), kernels: [] };
    }
    // The kernel's parameter says what the host value must be: an integer for an integer dtype.
    const kernel = passThrough(scalarOf(dtype));
    return { loop: loopOf(op, type.shape, { captures: [name], steps: [{ fn: kernel.id, args: [{ kind: "capture", capture: 0 }], span: op.span }], outputs: [storeStep(op)] }), kernels: [kernel] };
  },
  reference({ attributes, types }) {
    const result = allocate(types[0]!.element, types[0]!.shape);
    plainData(result).fill(stored(plainDType(result), attributes.value as number | boolean));
    return [result];
  },
  samples: [
    { inputs: [], source: "full([3, 5], 0.5)" },
    { inputs: [], source: `full([7], -3, "i8")` },
    { inputs: [], source: "full([2, 2, 2], true)" },
  ],
});
