// What `any`, `all` and `count` share: the elements as booleans (false for 0 and NaN, as `bool(x)`), combined.
//
//   any a   ->   loop over a's shape, step truth(x), `reduce` by or over all axes
import type { KernelFunction } from "../ir/kernel.ts";
import { scalarOf } from "../ir/types.ts";
import { foldOf, reduceWhole } from "../reference/canonical.ts";
import { dense, elementsOf } from "../reference/dense.ts";
import type { OperatorDefinition } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { fine, plain } from "./elements.ts";
import { elementOf, expressionKernel, loopOf, resultType, straightInputs } from "./form.ts";
import type { MonoidName } from "./monoid.ts";
import { builtinMonoid } from "./monoid.ts";
import { accumulatorFor, plainMonoid } from "./reduction.ts";

export function truths(name: string, combine: MonoidName, summary: string): OperatorDefinition {
  const { monoid, fn } = builtinMonoid(combine, "bool"), accumulator = accumulatorFor("bool", monoid.identity);
  return defineOp({
    name,
    summary,
    parameters: [{ kind: "array", name: "a" }],
    gives: "scalar",
    check: () => fine(accumulator, []),
    loop(op, typeOf) {
      const type = typeOf(op.inputs[0]!), truth = truthOf(scalarOf(plain(type)));
      return {
        loop: loopOf(op, type.shape, {
          inputs: straightInputs(op, typeOf),
          steps: [{ fn: truth.id, args: elementOf(0, type.element), span: op.span }],
          outputs: [{ kind: "reduce", result: op.results[0]!, type: resultType(op), fields: [{ kind: "step", step: 0, result: 0, dtype: "bool" }], monoid, axes: type.shape.map((_, axis) => axis) }],
        }),
        kernels: [truth, fn],
      };
    },
    reference({ inputs: [a] }) {
      const values = elementsOf(a!).map((x) => Boolean(x)), fold = foldOf(plainMonoid(combine, "bool"), accumulator);
      return [dense(accumulator, [], [reduceWhole(accumulator === "bool" ? values : values.map(Number), a!.shape, fold)])];
    },
    samples: [
      { inputs: [{ element: "bool", ndim: 1 }], source: `${name}(a)` },
      { inputs: [{ element: "f64", ndim: 2 }], source: `${name}(map(a, x => (x > 2 ? 0 / 0 : x)))` },
      { inputs: [{ element: "u8", ndim: 3 }], source: `${name}(a)` },
    ],
  });
}

/** (x) => bool(x) */
const truthOf = (type: "f64" | "f32" | "int" | "bool"): KernelFunction => expressionKernel(`@truth$${type}`, [["x", type]], type === "bool" ? { kind: "local", type, name: "x" } : { kind: "convert", type: "bool", operand: { kind: "local", type, name: "x" } });
