// reduceAll(a, monoid): all elements combined, a number (a boolean for bool elements under a logical monoid) that every rank knows.
import { dense } from "../reference/dense.ts";
import { accumulated, reduceWhole } from "../reference/canonical.ts";
import { complex64 } from "../ir/types.ts";
import type { Combined, Combines, Element, MonoidFor, NDArray, Scalar, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { fine } from "./elements.ts";
import { accumulatorFor, foldFor, monoidFits, reduceLoop } from "./reduction.ts";

export interface ReduceAllCall {
  <D extends Element, M extends MonoidFor<D>>(a: NDArray<D, Shape>, m: M & Combines<"reduceAll", D, M>): Scalar<Combined<D, M>>;
}

export const reduceAll = defineOp({
  name: "reduceAll",
  summary: "all elements combined into one value, the same on every rank",
  parameters: [
    { kind: "array", name: "a" },
    { kind: "monoid", name: "m" },
  ],
  gives: "scalar",
  records: true,
  check(call) {
    const { element } = call.inputs[0]!;
    return monoidFits("reduceAll", call.monoid, element) ?? fine(accumulatorFor(element, call.monoid?.identity ?? 0), []);
  },
  loop: (op, typeOf) => reduceLoop(op, typeOf, typeOf(op.inputs[0]!).shape.map((_, axis) => axis)),
  reference({ inputs: [a], monoid }) {
    const fold = foldFor(a!, monoid!);
    return [dense(fold.accumulator, [], [reduceWhole(accumulated(a!, fold), a!.shape, fold)])];
  },
  samples: [
    { inputs: [{ element: "f64", ndim: 1 }], source: "reduceAll(a, add)" },
    { inputs: [{ element: "f32", ndim: 2 }], source: "reduceAll(a, mul)" },
    { inputs: [{ element: "i32", ndim: 3 }], source: "reduceAll(a, max)" },
    { inputs: [{ element: "bool", ndim: 1 }], source: "reduceAll(a, and)" },
    { inputs: [{ element: "u16", ndim: 1 }], source: "reduceAll(a, xor)" },
    { inputs: [{ element: "f64", ndim: 2 }], source: "reduceAll(a, monoid(-Infinity, (x, y) => (x > y ? x : y)))" },
    { inputs: [{ element: complex64, ndim: 2 }], source: "reduceAll(a, add)" },
    { inputs: [{ element: { low: "i16", odd: "bool" }, ndim: 1 }], source: "reduceAll(a, monoid({ low: 99, odd: false }, (p, q) => ({ odd: p.odd !== q.odd, low: Math.min(p.low, q.low) })))" },
  ],
});
