// `sum`, `prod`, `min` and `max` are reduceAll with a monoid of their own.
import { dense, plainData, plainDType } from "../reference/dense.ts";
import { reduceWhole } from "../reference/canonical.ts";
import type { OperatorDefinition } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { fine, plain } from "./elements.ts";
import type { MonoidName } from "./monoid.ts";
import { builtinMonoid } from "./monoid.ts";
import { accumulatorFor, foldFor, plainMonoid, reduceLoop } from "./reduction.ts";

export function wholeReduction(name: string, monoid: Exclude<MonoidName, "and" | "or" | "xor">, summary: string): OperatorDefinition {
  return defineOp({
    name,
    summary,
    parameters: [{ kind: "array", name: "a" }],
    gives: "scalar",
    check(call) {
      const dtype = plain(call.inputs[0]!);
      return fine(accumulatorFor(dtype, builtinMonoid(monoid, dtype).monoid.identity), []);
    },
    loop: (op, typeOf) => reduceLoop(op, typeOf, typeOf(op.inputs[0]!).shape.map((_, axis) => axis), monoid),
    reference({ inputs: [a] }) {
      const combined = plainMonoid(monoid, plainDType(a!));
      return [dense(accumulatorFor(plainDType(a!), combined.identity), [], [reduceWhole(plainData(a!), a!.shape, foldFor(a!, combined))])];
    },
    samples: [
      { inputs: [{ element: "f64", ndim: 1 }], source: `${name}(a)` },
      { inputs: [{ element: "f32", ndim: 2 }], source: `${name}(a)` },
      { inputs: [{ element: "u8", ndim: 2 }], source: `${name}(a)` },
    ],
  });
}
