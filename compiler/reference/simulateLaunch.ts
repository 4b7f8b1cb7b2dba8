// A nest, interpreted: what a kernel does on one rank, position by position in row-major order. The order inside leaves is `runtime/layout/tree.ts`'s.
//
// An access outside what the rank holds is an error here, so that a forgotten halo is found and not read as some other element.
import { boundaryPosition, distributedAxes, haloAlong, leafLanes, leafLengthAlong, shardParts } from "../../runtime/abi.ts";
import type { AxisPart, Placement, View } from "../../runtime/abi.ts";
import type { Monoid, StepArgument } from "../ir/array.ts";
import type { KernelFunction, KernelId } from "../ir/kernel.ts";
import type { Nest, NestInput } from "../ir/nest.ts";
import type { ElementType } from "../ir/types.ts";
import type { ElementValue } from "../ops/defineOp.ts";
import { foldOf } from "./canonical.ts";
import type { Fold } from "./canonical.ts";
import { loaded, setElement, sizeOf, stored, throughDType, throughElement, elementFrom } from "./dense.ts";
import type { DenseData } from "./dense.ts";
import { kernelEvaluator } from "./evaluate.ts";
import type { KernelEvaluator, KernelValue } from "./evaluate.ts";
import { evaluated, readsOf } from "./interpretLoop.ts";
import { allocateShards, eachOf } from "./shards.ts";
import type { Shards } from "./shards.ts";

export interface Launch {
  readonly nest: Nest;
  readonly shape: readonly number[];
  readonly placement: Placement;
  readonly inputs: readonly Shards[];
  /** Which part of each input is read, where not the whole. */
  readonly views?: readonly (View | undefined)[];
  readonly captures: readonly KernelValue[];
  /** What each output stores: its own elements, or those of its accumulator. */
  readonly elements: readonly ElementType[];
  /** The value outside of each input whose boundary is a constant. */
  readonly outside: readonly (number | undefined)[];
}

export const foldOfMonoid = (monoid: Monoid, accumulator: ElementType, evaluate: KernelEvaluator): Fold => foldOf(evaluated(monoid, accumulator, evaluate), accumulator);

/** The buffers of the nest's outputs, in order; a scan's prefixes, then its totals. */
export function simulateLaunch(launch: Launch, functions: readonly KernelFunction[], np: number): readonly Shards[] {
  const { nest, shape, placement, elements } = launch, evaluate = kernelEvaluator(functions), last = nest.ndim - 1;
  const outputs = nest.outputs.map((output, k): readonly Shards[] => {
    if (output.mode === "store") return [allocateShards(elements[k]!, shape, placement, np)];
    if (output.mode === "leaf") return [allocateShards(elements[k]!, shape, placement, np, output.axis)];
    return [allocateShards(elements[k]!, shape, placement, np), allocateShards(elements[k]!, shape, placement, np, last)];
  });
  for (let rank = 0; rank < np; rank++) runRank(launch, rank, np, outputs.map((list) => list.map((s) => s.parts[rank]!)), outputs.map((list) => list.map((s) => s.stored[rank]!)), evaluate);
  return outputs.flat();
}

/** An array that a rank has whole. */
function wholeOn(rank: number, { element, placement, parts }: Shards): { readonly element: ElementType; readonly data: { readonly [field: string]: DenseData } } {
  if (placement.kind !== "replicated") throw new Error(`a kernel reads elements of an array that is ${placement.kind}`);
  return { element, data: parts[rank]! };
}

type Parts = readonly { readonly [field: string]: DenseData }[];

function runRank(launch: Launch, rank: number, np: number, buffers: readonly Parts[], extents: readonly (readonly (readonly number[])[])[], evaluate: KernelEvaluator): void {
  const { nest, shape, placement } = launch, parts = shardParts(shape, placement, rank, np), counts = parts.map((p) => p.count);
  const folds = nest.outputs.map((o) => (o.mode === "store" ? undefined : leafFold(o, shape, foldOfMonoid(o.monoid, launch.elements[nest.outputs.indexOf(o)]!, evaluate), extents[nest.outputs.indexOf(o)]!.at(-1)!)));
  const reads = nest.steps.map((step) => readsOf(step, (input) => wholeOn(rank, launch.inputs[input]!)));
  const globally = (at: readonly number[]): number[] => parts.map(({ start, step }, axis) => start + at[axis]! * step);
  eachOf(counts, (at, flat) => {
    const results: (readonly KernelValue[])[] = [];
    const value = (arg: StepArgument): KernelValue => {
      switch (arg.kind) {
        case "element":
          return launch.views?.[arg.input] ? readView(launch, arg.input, arg.field, globally(at), rank, np) : readElement(launch, arg.input, arg.field, at, globally(at), counts, rank);
        case "index":
          return parts[arg.axis]!.start + at[arg.axis]! * parts[arg.axis]!.step;
        case "capture":
          return launch.captures[arg.capture]!;
        case "const":
          return arg.value;
        case "step":
          return throughDType(arg.dtype, results[arg.step]![arg.result]!);
      }
    };
    nest.steps.forEach((step, k) => results.push(evaluate(step.fn, step.args.map(value), reads[k])));
    nest.outputs.forEach((output, k) => {
      if (output.mode === "store") {
        Object.values(buffers[k]![0]!).forEach((field, f) => (field[flat] = stored(output.fields[f]!.dtype, value(output.fields[f]!.value))));
        return;
      }
      const fold = folds[k]!, element = launch.elements[k]!, leaf = fold.leafAt(at), before = fold.prefix(leaf);
      const after = fold.add(leaf, at[fold.axis]!, throughElement(element, elementFrom(element, output.fields.map((f) => value(f.value)))));
      if (output.mode === "scan") setElement({ element, shape: [], data: buffers[k]![0]! }, flat, output.exclusive ? before : after);
    });
  });
  nest.outputs.forEach((output, k) => {
    if (output.mode === "store") return;
    const data = buffers[k]!.at(-1)!, count = Object.values(data)[0]!.length;
    for (let leaf = 0; leaf < count; leaf++) setElement({ element: launch.elements[k]!, shape: [], data }, leaf, folds[k]!.total(leaf));
  });
}

interface LeafFold {
  readonly axis: number;
  /** The number of the leaf that a position is in. */
  leafAt(at: readonly number[]): number;
  prefix(leaf: number): ElementValue;
  add(leaf: number, position: number, element: ElementValue): ElementValue;
  total(leaf: number): ElementValue;
}

/** `extents`: how many leaves and other positions this rank has along each axis. */
function leafFold(output: Nest["outputs"][number] & { readonly mode: "leaf" | "scan" }, shape: readonly number[], fold: Fold, extents: readonly number[]): LeafFold {
  const last = shape.length - 1, axis = output.mode === "leaf" ? output.axis : last, length = leafLengthAlong(shape, axis);
  const lanes = output.mode === "leaf" && axis === last ? leafLanes(output.fields.map((f) => f.dtype)) : 1, values = new Array<ElementValue>(sizeOf(extents) * lanes).fill(fold.identity);
  return {
    axis,
    leafAt: (at) => at.reduce((flat, position, k) => flat * extents[k]! + (k === axis ? Math.floor(position / length) : position), 0),
    prefix: (leaf) => values[leaf * lanes]!,
    add(leaf, position, element) {
      const lane = leaf * lanes + ((position % length) % lanes);
      return (values[lane] = fold.combine(values[lane]!, element));
    },
    total(leaf) {
      if (lanes === 1) return values[leaf]!;
      const own = values.slice(leaf * lanes, (leaf + 1) * lanes);
      for (let half = lanes / 2; half >= 1; half /= 2) for (let k = 0; k < half; k++) own[k] = fold.combine(own[k]!, own[k + half]!);
      return own[0]!;
    },
  };
}

/** The element of part of an array, at a global position of the loop. */
function readView(launch: Launch, number: number, field: string, position: readonly number[], rank: number, np: number): KernelValue {
  const input = launch.nest.inputs[number]!, shards = launch.inputs[number]!, view = launch.views![number]!, held = shardParts(shards.shape, shards.placement, rank, np), extents = shards.stored[rank]!;
  const walked = view.flatMap(({ step }, axis) => (step === 0 ? [] : [axis]));
  const place = view.map(({ from, step }, axis) => {
    const at = from + (step === 0 ? 0 : step * position[input.axes[walked.indexOf(axis)]!.loop]!), part: AxisPart = held[axis]!, own = (at - part.start) / part.step;
    if (Number.isInteger(own) && own >= 0 && own < part.count) return part.halo + own;
    // A kernel that is about to refuse the position may be given any element.
    if (step === 0 && !(at >= 0 && at < shards.shape[axis]!)) return 0;
    throw new Error(`${launch.nest.name}: rank ${rank} reads position ${at} of input ${number}, axis ${axis}, and holds ${part.start} .. ${part.start + part.count - 1}`);
  });
  return loaded(input.fields.find((f) => f.field === field)!.dtype, shards.parts[rank]![field]![place.reduce((flat, k, axis) => flat * extents[axis]! + k, 0)] ?? 0);
}

/** At the local position `at` of the loop, which is `global`: axes that the array has whole are walked by that. */
function readElement(launch: Launch, number: number, field: string, at: readonly number[], global: readonly number[], counts: readonly number[], rank: number): KernelValue {
  const input: NestInput = launch.nest.inputs[number]!, shards = launch.inputs[number]!, { placement } = shards, extents = shards.stored[rank]!;
  const dtype = input.fields.find((f) => f.field === field)!.dtype;
  let outside = false;
  const place = input.axes.map(({ loop, offset, per }, axis) => {
    const isCut = distributedAxes(placement).includes(axis) || (placement.kind === "window" && placement.axis === axis);
    const position = Math.floor(((isCut ? at : global)[loop]! + offset) / per), extent = extents[axis]!;
    const halo = haloAlong(placement, axis);
    // A rank that holds the loop's axis whole needs no halo: the boundary is in reach.
    if (offset !== 0 && counts[loop] === launch.shape[loop]) {
      const inside = boundaryPosition(position, extent - 2 * halo, input.boundary?.kind ?? "clamp");
      if (inside === undefined) outside = true;
      return halo + (inside ?? 0);
    }
    if (position + halo < 0 || position + halo >= extent) throw new Error(`${launch.nest.name}: rank ${rank} reads position ${position} of input ${number}, axis ${axis}, and holds 0 .. ${extent - 2 * halo - 1}${halo > 0 ? ` with a halo of ${halo}` : ""}`);
    return position + halo;
  });
  if (outside) return throughDType(dtype, launch.outside[number]!);
  return loaded(dtype, shards.parts[rank]![field]![place.reduce((flat, k, axis) => flat * extents[axis]! + k, 0)]!);
}

