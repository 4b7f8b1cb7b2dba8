// reduceAll(a, monoid): all elements combined, a number (a boolean for bool elements under a logical monoid) that every rank knows.
import { dense, plainData, plainDType } from "../reference/dense.ts";
import { reduceWhole } from "../reference/canonical.ts";
import type { Combined, Combines, DType, MonoidFor, NDArray, Scalar, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { fine, plain } from "./elements.ts";
import { accumulatorFor, foldFor, monoidFits, reduceLoop } from "./reduction.ts";

export interface ReduceAllCall {
  <D extends DType, M extends MonoidFor<D>>(a: NDArray<D, Shape>, m: M & Combines<"reduceAll", D, M>): Scalar<Combined<D, M>>;
}

export const reduceAll = defineOp({
  name: "reduceAll",
  summary: "all elements combined into one value, the same on every rank",
  parameters: [
    { kind: "array", name: "a" },
    { kind: "monoid", name: "m" },
  ],
  gives: "scalar",
  check(call) {
    const dtype = plain(call.inputs[0]!);
    return monoidFits("reduceAll", call.monoid, dtype) ?? fine(accumulatorFor(dtype, call.monoid?.identity ?? 0), []);
  },
  loop: (op, typeOf) => reduceLoop(op, typeOf, typeOf(op.inputs[0]!).shape.map((_, axis) => axis)),
  reference({ inputs: [a], monoid }) {
    const fold = foldFor(a!, monoid!);
    return [dense(accumulatorFor(plainDType(a!), monoid!.identity), [], [reduceWhole(plainData(a!), a!.shape, fold)])];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "reduceAll(a, add)" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "reduceAll(a, mul)" },
    { inputs: [{ element: "i32", ndim: 3 }], source: "reduceAll(a, max)" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "reduceAll(a, and)" },
    { inputs: [{ element: "u16", ndim: 1 }], source: "reduceAll(a, xor)" },
    { inputs: [{ element: "f64", ndim: 2 }], source: "reduceAll(a, monoid(-Infinity, (x, y) => (x > y ? x : y)))" },
  ],
});
