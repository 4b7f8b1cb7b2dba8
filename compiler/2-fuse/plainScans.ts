// The one prefix of a 0-dimensional array needs no scan: it is computed in the order in which a longer array's would be, identity ⊕ (identity ⊕ element).
//
//   loop [] { scan %1 = s0 by add 0 }     ->     loop [] { s1 = @copy(s0); s2 = @add(0, s1); s3 = @add(0, s2); store %1 = s3 }
import type { Loop, LoopOutput, StepArgument } from "../ir/array.ts";
import { accumulatorOfOutput, argumentDtype, identityOf } from "../ir/array.ts";
import type { KernelFunction } from "../ir/kernel.ts";
import { fieldsOf, scalarOf } from "../ir/types.ts";
import { copyFunction, copyId } from "./copyStep.ts";

export function plainScans(loop: Loop): { readonly loop: Loop; readonly kernels: readonly KernelFunction[] } {
  if (loop.shape.length > 0 || loop.outputs.every((o) => o.kind !== "scan")) return { loop, kernels: [] };
  const steps = [...loop.steps], kernels: KernelFunction[] = [];
  const outputs = loop.outputs.map((output): LoopOutput => {
    if (output.kind !== "scan") return output;
    const { monoid, exclusive, fields, result, type, op } = output, accumulator = fieldsOf(accumulatorOfOutput(loop.inputs, output));
    const identity = accumulator.map(([field]): StepArgument => ({ kind: "const", value: identityOf(monoid.identity, field) }));
    const stepOf = (step: number, result: number, k: number): StepArgument => ({ kind: "step", step, result, dtype: accumulator[k]![1] });
    const combined = (right: readonly StepArgument[]): StepArgument[] => {
      const step = steps.push({ fn: monoid.fn, args: [...identity, ...right], span: loop.span }) - 1;
      return accumulator.map((_, k) => stepOf(step, k, k));
    };
    const element = (): StepArgument[] => fields.map((arg, k) => {
      const copied = scalarOf(argumentDtype(loop.inputs, arg));
      kernels.push(copyFunction(copied, loop.span));
      return stepOf(steps.push({ fn: copyId(copied), args: [arg], span: loop.span }) - 1, 0, k);
    });
    return { kind: "store", ...(op === undefined ? {} : { op }), result, type, fields: combined(exclusive ? identity : combined(element())) };
  });
  return { loop: { ...loop, steps, outputs }, kernels };
}
