// `sum`, `prod`, `min` and `max` are reduceAll with a monoid of their own.
import { dense } from "../reference/dense.ts";
import { accumulated, reduceWhole } from "../reference/canonical.ts";
import type { OperatorDefinition } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { fine } from "./elements.ts";
import type { MonoidName } from "./monoid.ts";
import { builtinMonoid } from "./monoid.ts";
import { accumulatorFor, foldFor, monoidFits, plainMonoid, reduceLoop } from "./reduction.ts";

export function wholeReduction(name: string, monoid: Exclude<MonoidName, "and" | "or" | "xor">, summary: string): OperatorDefinition {
  return defineOp({
    name,
    summary,
    parameters: [{ kind: "array", name: "a" }],
    gives: "scalar",
    records: true,
    check(call) {
      const { element } = call.inputs[0]!, refused = monoidFits(name, { name: monoid, identity: 0 }, element);
      return refused ?? fine(accumulatorFor(element, builtinMonoid(monoid, element).monoid.identity), []);
    },
    loop: (op, typeOf) => reduceLoop(op, typeOf, typeOf(op.inputs[0]!).shape.map((_, axis) => axis), monoid),
    reference({ inputs: [a] }) {
      const fold = foldFor(a!, plainMonoid(monoid, a!.element));
      return [dense(fold.accumulator, [], [reduceWhole(accumulated(a!, fold), a!.shape, fold)])];
    },
    samples: [
      { inputs: [{ element: "f64", ndim: 1 }], source: `${name}(a)` },
      { inputs: [{ element: "f32", ndim: 2 }], source: `${name}(a)` },
      { inputs: [{ element: "u8", ndim: 2 }], source: `${name}(a)` },
      ...(monoid === "add" ? [{ inputs: [{ element: { x: "f64", n: "i16" }, ndim: 2 } as const], source: `${name}(a)` }] : []),
    ],
  });
}
