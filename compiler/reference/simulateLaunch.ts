// A nest, interpreted: what a kernel does on one rank, position by position in row-major order. The order inside leaves is `runtime/layout/tree.ts`'s.
//
// An access outside what the rank holds is an error here, so that a forgotten halo is found and not read as some other element.
import { boundaryPosition, leafLanes, leafLengthAlong, shardParts } from "../../runtime/abi.ts";
import type { Placement } from "../../runtime/abi.ts";
import type { Monoid, StepArgument } from "../ir/array.ts";
import type { KernelFunction, KernelId } from "../ir/kernel.ts";
import type { Nest, NestInput } from "../ir/nest.ts";
import type { DType, ElementType } from "../ir/types.ts";
import { foldOf } from "./canonical.ts";
import type { Fold } from "./canonical.ts";
import { loaded, sizeOf, stored, throughDType } from "./dense.ts";
import type { DenseData } from "./dense.ts";
import { kernelEvaluator } from "./evaluate.ts";
import type { KernelEvaluator, KernelValue } from "./evaluate.ts";
import { allocateShards, eachOf } from "./shards.ts";
import type { Shards } from "./shards.ts";

export interface Launch {
  readonly nest: Nest;
  readonly shape: readonly number[];
  readonly placement: Placement;
  readonly inputs: readonly Shards[];
  readonly captures: readonly KernelValue[];
  /** Elements of the arrays that are stored. */
  readonly elements: readonly ElementType[];
  /** The value outside of each input whose boundary is a constant. */
  readonly outside: readonly (number | undefined)[];
}

export const foldOfMonoid = (monoid: Monoid, accumulator: DType, evaluate: KernelEvaluator): Fold => foldOf({ name: monoid.name, identity: monoid.identity, combine: (a, b) => evaluate(monoid.fn, [a, b])[0]! }, accumulator);

/** The buffers of the nest's outputs, in order; a scan's prefixes, then its totals. */
export function simulateLaunch(launch: Launch, functions: readonly KernelFunction[], np: number): readonly Shards[] {
  const { nest, shape, placement } = launch, evaluate = kernelEvaluator(functions), last = nest.ndim - 1, elements = [...launch.elements];
  const outputs = nest.outputs.map((output): readonly Shards[] => {
    if (output.mode === "store") return [allocateShards(elements.shift()!, shape, placement, np)];
    if (output.mode === "leaf") return [allocateShards(output.dtype, shape, placement, np, output.axis)];
    return [allocateShards(output.dtype, shape, placement, np), allocateShards(output.dtype, shape, placement, np, last)];
  });
  for (let rank = 0; rank < np; rank++) runRank(launch, rank, np, outputs.map((list) => list.map((s) => s.parts[rank]!)), outputs.map((list) => list.map((s) => s.stored[rank]!)), evaluate);
  return outputs.flat();
}

type Parts = readonly { readonly [field: string]: DenseData }[];

function runRank(launch: Launch, rank: number, np: number, buffers: readonly Parts[], extents: readonly (readonly (readonly number[])[])[], evaluate: KernelEvaluator): void {
  const { nest, shape, placement } = launch, parts = shardParts(shape, placement, rank, np), counts = parts.map((p) => p.count);
  const folds = nest.outputs.map((o) => (o.mode === "store" ? undefined : leafFold(o, shape, foldOfMonoid(o.monoid, o.dtype, evaluate), extents[nest.outputs.indexOf(o)]!.at(-1)!)));
  eachOf(counts, (at, flat) => {
    const results: (readonly KernelValue[])[] = [];
    const value = (arg: StepArgument): KernelValue => {
      switch (arg.kind) {
        case "element":
          return readElement(launch, arg.input, arg.field, at, counts, rank);
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
    for (const step of nest.steps) results.push(evaluate(step.fn, step.args.map(value)));
    nest.outputs.forEach((output, k) => {
      if (output.mode === "store") {
        Object.values(buffers[k]![0]!).forEach((field, f) => (field[flat] = stored(output.fields[f]!.dtype, value(output.fields[f]!.value))));
        return;
      }
      const fold = folds[k]!;
      const leaf = fold.leafAt(at), element = stored(output.dtype, value(output.value));
      const before = fold.prefix(leaf), after = fold.add(leaf, at[fold.axis]!, element);
      if (output.mode === "scan") buffers[k]![0]![""]![flat] = output.exclusive ? before : after;
    });
  });
  nest.outputs.forEach((output, k) => {
    if (output.mode === "store") return;
    const totals = buffers[k]!.at(-1)![""]!;
    for (let leaf = 0; leaf < totals.length; leaf++) totals[leaf] = folds[k]!.total(leaf);
  });
}

interface LeafFold {
  readonly axis: number;
  /** The number of the leaf that a position is in. */
  leafAt(at: readonly number[]): number;
  prefix(leaf: number): number;
  add(leaf: number, position: number, element: number): number;
  total(leaf: number): number;
}

/** `extents`: how many leaves and other positions this rank has along each axis. */
function leafFold(output: Nest["outputs"][number] & { readonly mode: "leaf" | "scan" }, shape: readonly number[], fold: Fold, extents: readonly number[]): LeafFold {
  const last = shape.length - 1, axis = output.mode === "leaf" ? output.axis : last, length = leafLengthAlong(shape, axis);
  const lanes = output.mode === "leaf" && axis === last ? leafLanes(output.dtype) : 1, values = new Float64Array(sizeOf(extents) * lanes).fill(fold.identity);
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

function readElement(launch: Launch, number: number, field: string, at: readonly number[], counts: readonly number[], rank: number): KernelValue {
  const input: NestInput = launch.nest.inputs[number]!, shards = launch.inputs[number]!, { placement } = shards, extents = shards.stored[rank]!;
  const dtype = input.fields.find((f) => f.field === field)!.dtype;
  let outside = false;
  const place = input.axes.map(({ loop, offset, per }, axis) => {
    const position = Math.floor((at[loop]! + offset) / per), extent = extents[axis]!;
    const halo = placement.kind === "block" && placement.axis === axis ? placement.halo : 0;
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

