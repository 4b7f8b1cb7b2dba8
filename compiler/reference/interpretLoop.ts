// The meaning of a loop on whole arrays: for every position of its index space in row-major order all steps, then the outputs; reductions and scans in the
// canonical order.
//
//   loop [3] { s0 = @f(i0); reduce s0 by add }   ->   f(0) + f(1) + f(2)
import { boundaryPosition } from "../../runtime/abi.ts";
import { accumulatorOfOutput } from "../ir/array.ts";
import type { Loop, LoopOutput, LoopStep, Monoid, StepArgument } from "../ir/array.ts";
import type { ElementType, Extent } from "../ir/types.ts";
import { dtypeOfField, fieldsOf } from "../ir/types.ts";
import type { ElementValue, ReferenceCall } from "../ops/defineOp.ts";
import { foldOf, reduceAxis, reduceWhole, scanWhole } from "./canonical.ts";
import { allocate, dense, eachPosition, flatten, loaded, scalarsOf, showShape, stored, throughDType, throughElement, elementFrom } from "./dense.ts";
import type { Dense } from "./dense.ts";
import { walkedAxes } from "../ir/view.ts";
import type { KernelEvaluator, KernelValue, ReadElement } from "./evaluate.ts";

/** `inputs` one for each of the loop's inputs; `host` gives the value of a capture or an extent's name. Results one for each output. */
export function interpretLoop(loop: Loop, inputs: readonly Dense[], evaluate: KernelEvaluator, host: (name: string) => unknown): readonly Dense[] {
  const extent = (e: Extent): number => (typeof e === "number" ? e : Number(host(e))), shape = loop.shape.map(extent);
  const captures = loop.captures.map((name) => host(name) as KernelValue), readers = loop.inputs.map((input, k) => readerOf(input, inputs[k]!, shape, host));
  const sinks = loop.outputs.map((output) => sinkOf(output, loop, shape)), reads = loop.steps.map((step) => readsOf(step, (input) => inputs[input]!));
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
    loop.steps.forEach((step, k) => results.push(evaluate(step.fn, step.args.map(value), reads[k])));
    for (const sink of sinks) sink.take(flat, value);
  });
  return sinks.map((sink) => sink.finish(evaluate));
}

/** What a step's functions read of whole arrays. */
export function readsOf({ reads }: Pick<LoopStep, "reads">, arrayOf: (input: number) => Pick<Dense, "element" | "data">): ReadElement | undefined {
  if (!reads) return undefined;
  const arrays = new Map(reads.map(({ array, input }) => [array, arrayOf(input)]));
  return (array, field, [position]) => {
    const { element, data } = arrays.get(array)!, elements = data[field]!;
    if (!(position! >= 0 && position! < elements.length)) throw new Error(`a kernel reads position ${position} of ${elements.length}`);
    return loaded(dtypeOfField(element, field), elements[position!]!);
  };
}

/** A monoid whose function is interpreted. */
export const evaluated = ({ name, identity, fn }: Monoid, element: ElementType, evaluate: KernelEvaluator): NonNullable<ReferenceCall["monoid"]> => ({
  name, identity, combine: (a, b) => elementFrom(element, evaluate(fn, [...scalarsOf(element, a), ...scalarsOf(element, b)])),
});

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
  const accumulator = accumulatorOfOutput(loop.inputs, output), values: ElementValue[] = [], { element } = output.type;
  return {
    take: (flat, value) => void (values[flat] = throughElement(accumulator, elementFrom(accumulator, output.fields.map(value)))),
    finish(evaluate) {
      const fold = foldOf(evaluated(output.monoid, accumulator, evaluate), accumulator);
      if (output.kind === "scan") return dense(element, shape, scanWhole(values, shape, { all: output.axes.length === shape.length, exclusive: output.exclusive }, fold));
      return reduced(values, shape, output.axes, element, fold);
    },
  };
}

function reduced(values: readonly ElementValue[], shape: readonly number[], axes: readonly number[], element: ElementType, fold: ReturnType<typeof foldOf>): Dense {
  if (axes.length === shape.length) return dense(element, [], [reduceWhole(values, shape, fold)]);
  const [left, found] = [...axes].reverse().reduce<readonly [readonly number[], readonly ElementValue[]]>(([extents, some], axis) => [extents.filter((_, k) => k !== axis), reduceAxis(some, extents, axis, fold)], [shape, values]);
  return dense(element, left, found);
}

/** Reads one of the loop's inputs where the loop stands. */
function readerOf(input: Loop["inputs"][number], a: Dense, shape: readonly number[], host: (name: string) => unknown): (index: readonly number[], field: string) => KernelValue {
  const { axes, boundary } = input.access, dtypes = new Map(fieldsOf(a.element)), outside = boundary?.kind === "value" ? (typeof boundary.value === "object" ? Number(host(boundary.value.host)) : boundary.value) : 0;
  const view = input.view?.map(({ from, step }) => ({ from: typeof from === "number" ? from : Number(host(from.host)) + from.plus, step })), walked = walkedAxes(input.view, a.shape.length);
  if (axes.length !== (input.access.whole ? 0 : walked.length)) throw new Error(`an access of ${axes.length} axes for an array of shape ${showShape(a.shape)}`);
  axes.forEach(({ loop }, axis) => {
    if (!view && shape[loop] !== a.shape[axis]) throw new RangeError(`shapes ${showShape(a.shape)} and ${showShape(shape)} differ`);
  });
  return (index, field) => {
    const dtype = dtypes.get(field)!;
    let flat = 0;
    if (view) {
      const at = view.map(({ from }) => from);
      axes.forEach(({ loop }, k) => (at[walked[k]!]! += view[walked[k]!]!.step * index[loop]!));
      // A kernel that is about to refuse the position reads no element there.
      return loaded(dtype, a.data[field]![at.every((position, axis) => position >= 0 && position < a.shape[axis]!) ? flatten(a.shape, at) : 0] ?? 0);
    }
    for (const [axis, { loop, offset }] of axes.entries()) {
      const position = offset === 0 ? index[loop]! : boundaryPosition(index[loop]! + offset, a.shape[axis]!, boundary?.kind ?? "clamp");
      if (position === undefined) return throughDType(dtype, outside);
      flat = flat * a.shape[axis]! + position;
    }
    return loaded(dtype, a.data[field]![flat]!);
  };
}
