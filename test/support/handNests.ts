// The nest of one kernel on one-dimensional inputs, and its lanes, for tests that look at what a pass made.
//
//   elementNest(fn("f", { x: "f64" }, [...]), ["f64"], "f64")   ->   nest { inputs f64; s0 = @f(in0, index 0 if asked for); store f64 s0 }
import type { StepArgument } from "../../compiler/ir/array.ts";
import type { KernelFunction } from "../../compiler/ir/kernel.ts";
import type { Nest } from "../../compiler/ir/nest.ts";
import type { DType } from "../../compiler/ir/types.ts";
import { nowhere } from "./kernels.ts";

export interface ElementNest {
  readonly indices?: number;
  /** Types of the captures, which come last. */
  readonly captures?: readonly ("f64" | "int" | "bool")[];
}

export function elementNest(kernel: KernelFunction, inputs: readonly DType[], output: DType, { indices = 0, captures = [] }: ElementNest = {}): Nest {
  const args: StepArgument[] = [
    ...inputs.map((_, input): StepArgument => ({ kind: "element", input, field: "" })),
    ...Array.from({ length: indices }, (_, axis): StepArgument => ({ kind: "index", axis })),
    ...captures.map((_, capture): StepArgument => ({ kind: "capture", capture })),
  ];
  const ndim = Math.max(1, indices);
  return {
    name: kernel.id.slice(1), ndim, span: nowhere, captures: captures.map((type, k) => ({ name: `c${k}`, type })),
    inputs: inputs.map((dtype) => ({ fields: [{ field: "", dtype }], axes: Array.from({ length: ndim }, (_, loop) => ({ loop, offset: 0, per: 1 })) })),
    steps: [{ fn: kernel.id, args, span: nowhere }],
    outputs: [{ mode: "store", fields: [{ dtype: output, value: { kind: "step", step: 0, result: 0, dtype: output } }] }],
  };
}
