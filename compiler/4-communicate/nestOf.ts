// A loop becomes the nest that each rank runs over its part: the same steps, its folds as leaves, its scans as prefixes inside leaves.
//
//   loop { s0 = @f(in0); store s0; reduce s0 by add over axis 1 }    ->    nest { s0 = @f(in0); store f64 s0; leaf f64 s0 along axis 1 }
import { accumulatorOfOutput } from "../ir/array.ts";
import type { Loop, LoopOutput, LoopStep, StepArgument } from "../ir/array.ts";
import type { KernelFunction, KernelId, KernelLocal } from "../ir/kernel.ts";
import type { Nest, NestField, NestInput, NestOutput } from "../ir/nest.ts";
import { foldAxes, leafLengthOf } from "../ir/placed.ts";
import { dtypeOfField, fieldsOf } from "../ir/types.ts";
import type { ElementType, Span } from "../ir/types.ts";

export type Fold = LoopOutput & { readonly kind: "reduce" | "scan" };

export interface LoopNest {
  readonly nest: Nest;
  /** Host variables, in the order of the nest's captures. */
  readonly captures: readonly string[];
}

export function nestOf(name: string, loop: Loop, functions: ReadonlyMap<KernelId, KernelFunction>): LoopNest {
  const captures = [...loop.captures];
  for (const { access } of loop.inputs) {
    const value = access.boundary?.kind === "value" ? access.boundary.value : 0;
    if (typeof value === "object" && !captures.includes(value.host)) captures.push(value.host);
  }
  const inputs = loop.inputs.map(({ type, access }): NestInput => ({
    fields: fieldsOf(type.element).map(([field, dtype]) => ({ field, dtype })),
    axes: access.axes.map((a) => ({ ...a, per: 1 })),
    ...(access.boundary && { boundary: access.boundary }),
  }));
  const outputs = loop.outputs.map((output): NestOutput => {
    const stored = output.kind === "store" ? output.type.element : accumulatorOfOutput(loop.inputs, output);
    const fields = fieldsOf(stored).map(([, dtype], k): NestField => ({ dtype, value: output.fields[k]! }));
    if (output.kind === "store") return { mode: "store", fields };
    const { monoid } = output;
    if (output.kind === "scan") return { mode: "scan", fields, monoid, exclusive: output.exclusive };
    return { mode: "leaf", axis: foldAxes(output, loop.shape.length).axis, fields, monoid };
  });
  const locals = captures.map((host, k): KernelLocal => ({ name: host, type: captureType(loop, k, functions) }));
  return { nest: { name, ndim: loop.shape.length, inputs, captures: locals, steps: loop.steps, outputs, span: loop.span }, captures };
}

/** What a captured host scalar is used as: a boolean, an integer where all uses are, else a number. */
function captureType(loop: Loop, capture: number, functions: ReadonlyMap<KernelId, KernelFunction>): "bool" | "int" | "f64" {
  const isIt = (arg: StepArgument): boolean => arg.kind === "capture" && arg.capture === capture;
  const types = loop.steps.flatMap((step) => step.args.flatMap((arg, k) => (isIt(arg) ? [functions.get(step.fn)!.params[k]!.type] : [])));
  for (const output of loop.outputs) if (output.kind === "store") fieldsOf(output.type.element).forEach(([, dtype], k) => isIt(output.fields[k]!) && types.push(dtype === "bool" ? "bool" : "f64"));
  if (types.includes("bool")) return "bool";
  return types.length > 0 && types.every((type) => type === "int") ? "int" : "f64";
}

/** The second pass of a loop's scans: what goes before a leaf is combined with each prefix inside it. Inputs are prefixes and carries, by turns. */
export function carryNest(name: string, ndim: number, scans: readonly { readonly output: Fold; readonly accumulator: ElementType }[], span: Span): Nest {
  const last = ndim - 1;
  const input = (element: ElementType, per: number): NestInput => ({
    fields: fieldsOf(element).map(([field, dtype]) => ({ field, dtype })),
    axes: Array.from({ length: ndim }, (_, loop) => ({ loop, offset: 0, per: loop === last ? per : 1 })),
  });
  const elements = (input: number, element: ElementType): StepArgument[] => fieldsOf(element).map(([field]) => ({ kind: "element", input, field }));
  return {
    name,
    ndim,
    inputs: scans.flatMap(({ accumulator }) => [input(accumulator, 1), input(accumulator, leafLengthOf(last, ndim))]),
    captures: [],
    steps: scans.map(({ output, accumulator }, k): LoopStep => ({ fn: output.monoid.fn, args: [...elements(2 * k + 1, accumulator), ...elements(2 * k, accumulator)], span })),
    outputs: scans.map(({ output, accumulator }, k): NestOutput => ({
      mode: "store",
      fields: fieldsOf(output.type.element).map(([field, dtype], result) => ({ dtype, value: { kind: "step", step: k, result, dtype: dtypeOfField(accumulator, field) } })),
    })),
    span,
  };
}
