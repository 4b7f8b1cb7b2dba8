// The meaning of a loop on whole arrays: for every position of its index space in row-major order all steps, then the outputs; reductions and scans in the
// canonical order.
//
//   loop [3] { s0 = @f(i0); reduce s0 by add }   ->   f(0) + f(1) + f(2)
import { boundaryPosition } from "../../runtime/abi.ts";
import { accumulatorOf, argumentDtype } from "../ir/array.ts";
import type { Loop, LoopOutput, StepArgument } from "../ir/array.ts";
import type { DType, Extent } from "../ir/types.ts";
import { fieldsOf } from "../ir/types.ts";
import { foldOf, reduceAxis, reduceWhole, scanWhole } from "./canonical.ts";
import { allocate, allocateData, dense, eachPosition, loaded, plainDType, showShape, sizeOf, stored, throughDType } from "./dense.ts";
import type { Dense, DenseData } from "./dense.ts";
import type { KernelEvaluator, KernelValue } from "./evaluate.ts";

/** `inputs` one for each of the loop's inputs; `host` gives the value of a capture or an extent's name. Results one for each output. */
export function interpretLoop(loop: Loop, inputs: readonly Dense[], evaluate: KernelEvaluator, host: (name: string) => unknown): readonly Dense[] {
  const extent = (e: Extent): number => (typeof e === "number" ? e : Number(host(e))), shape = loop.shape.map(extent);
  const captures = loop.captures.map((name) => host(name) as KernelValue), readers = loop.inputs.map((input, k) => readerOf(input, inputs[k]!, shape, host));
  const sinks = loop.outputs.map((output) => sinkOf(output, loop, shape));
  eachPosition(shape, (flat, index) => {
    const results: (readonly KernelValue[])[] = [];
    const value = (arg: StepArgument): KernelValue => {
      switch (arg.kind) {
        case "element":
          return readers[arg.input]!(index, arg.field);
        case "index":
          return index[arg.axis]!;
        case "capture":
          return captures[arg.capture]!;
        case "const":
          return arg.value;
        case "step":
          return throughDType(arg.dtype, results[arg.step]![arg.result]!);
      }
    };
    for (const step of loop.steps) results.push(evaluate(step.fn, step.args.map(value)));
    for (const sink of sinks) sink.take(flat, value);
  });
  return sinks.map((sink) => sink.finish(evaluate));
}

interface Sink {
  take(flat: number, value: (arg: StepArgument) => KernelValue): void;
  finish(evaluate: KernelEvaluator): Dense;
}

/** Where an output's values go: into an array, or into the accumulator's numbers until all are there. */
function sinkOf(output: LoopOutput, loop: Loop, shape: readonly number[]): Sink {
  if (output.kind === "store") {
    const result = allocate(output.type.element, shape), fields = fieldsOf(output.type.element).map(([field, dtype]) => [result.data[field]!, dtype] as const);
    return {
      take: (flat, value) => output.fields.forEach((arg, k) => void (fields[k]![0][flat] = stored(fields[k]![1], value(arg)))),
      finish: () => result,
    };
  }
  const accumulator = accumulatorOf(argumentDtype(loop.inputs, output.value), output.monoid), values = allocateData(accumulator, sizeOf(shape)), element = plainDType(output.type);
  return {
    take: (flat, value) => void (values[flat] = stored(accumulator, value(output.value))),
    finish(evaluate) {
      const fold = foldOf({ ...output.monoid, combine: (a, b) => evaluate(output.monoid.fn, [a, b])[0]! }, accumulator);
      if (output.kind === "scan") return dense(element, shape, scanWhole(values, shape, { all: output.axes.length === shape.length, exclusive: output.exclusive }, fold));
      return reduced(values, shape, output.axes, element, fold);
    },
  };
}

function reduced(values: DenseData, shape: readonly number[], axes: readonly number[], element: DType, fold: ReturnType<typeof foldOf>): Dense {
  if (axes.length === shape.length) return dense(element, [], [reduceWhole(values, shape, fold)]);
  if (axes.length !== 1) throw new Error(`reductions over the axes ${axes.join(", ")} of ${shape.length} have no canonical order yet`);
  return dense(element, shape.filter((_, axis) => axis !== axes[0]), reduceAxis(values, shape, axes[0]!, fold));
}

/** Reads one of the loop's inputs where the loop stands. */
function readerOf(input: Loop["inputs"][number], a: Dense, shape: readonly number[], host: (name: string) => unknown): (index: readonly number[], field: string) => KernelValue {
  const { axes, boundary } = input.access, dtypes = new Map(fieldsOf(a.element)), outside = boundary?.kind === "value" ? (typeof boundary.value === "object" ? Number(host(boundary.value.host)) : boundary.value) : 0;
  if (axes.length !== a.shape.length) throw new Error(`an access of ${axes.length} axes for an array of shape ${showShape(a.shape)}`);
  axes.forEach(({ loop }, axis) => {
    if (shape[loop] !== a.shape[axis]) throw new RangeError(`shapes ${showShape(a.shape)} and ${showShape(shape)} differ`);
  });
  return (index, field) => {
    const dtype = dtypes.get(field)!;
    let flat = 0;
    for (const [axis, { loop, offset }] of axes.entries()) {
      const position = offset === 0 ? index[loop]! : boundaryPosition(index[loop]! + offset, a.shape[axis]!, boundary?.kind ?? "clamp");
      if (position === undefined) return throughDType(dtype, outside);
      flat = flat * a.shape[axis]! + position;
    }
    return loaded(dtype, a.data[field]![flat]!);
  };
}
