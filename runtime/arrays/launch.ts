// Runs a kernel over this rank's part of an index space: makes the outputs, finds out where each input's elements are as seen from the loop's first local
// position, and calls. No communication.
//
//   loop [10] cyclic(0), rank 1 of 2; input replicated   ->   count 5, start 1, step 2, extent 10; base 1, stride 2
//   loop [10] block(0), rank 1 of 2; input block(0, halo 1)   ->   count 5, start 5, step 1; base 1 (after the halo), stride 1
import type { NestInfo, Placement, Shape, Site } from "../abi.ts";
import { axisPart, rowMajorStrides, shardParts, type AxisPart } from "../layout/shard.ts";
import { storedLeafShape } from "../layout/leaves.ts";
import type { BufferArgument, CallKernel } from "./kernels.ts";
import type { ArrayStore, StoredArray } from "./store.ts";

export function launch(store: ArrayStore, call: CallKernel, nest: NestInfo, shape: Shape, placement: Placement, inputs: readonly StoredArray[], captures: readonly number[], site: Site): StoredArray[] {
  const { rank, np } = store, parts = shardParts(shape, placement, rank, np), outputs = makeOutputs(store, nest, shape, placement, site);
  if (parts.some((part) => part.count === 0)) return outputs;
  const axes = parts.flatMap((part, axis) => [part.count, part.start, part.step, shape[axis]!]);
  const buffers = [...inputs.flatMap((input, k) => inputArguments(store, nest.inputs[k]!.axes, input, parts)), ...outputs.flatMap(outputArguments)];
  call(nest.name, axes, buffers, captures);
  return outputs;
}

function makeOutputs(store: ArrayStore, nest: NestInfo, shape: Shape, placement: Placement, site: Site): StoredArray[] {
  const leaves = (axis: number): Shape => storedLeafShape(shape, axis, placement, store.rank, store.np);
  return nest.outputs.flatMap((output) => {
    if (output.mode === "store") return [store.make(output.element, shape, placement, site)];
    if (output.mode === "leaf") return [store.make(output.dtype, shape, placement, site, leaves(output.axis))];
    return [store.make(output.dtype, shape, placement, site), store.make(output.dtype, shape, placement, site, leaves(shape.length - 1))];
  });
}

function inputArguments(store: ArrayStore, axes: NestInfo["inputs"][number]["axes"], input: StoredArray, loop: readonly AxisPart[]): BufferArgument[] {
  const strides = loop.map(() => 0), distances = rowMajorStrides(input.stored);
  let base = 0;
  axes.forEach(({ loop: axis, per }, k) => {
    const part = loop[axis]!, held = axisPart(input.shape[k]!, k, input.placement, store.rank, store.np), first = place(part.start, held, per), step = per > 1 ? 1 : part.step / held.step;
    const last = place(part.start + (part.count - 1) * part.step, held, per);
    if (!Number.isInteger(first) || !Number.isInteger(step) || first < 0 || last >= input.stored[k]!)
      throw new Error(`internal: positions ${part.start} + ${part.step} k of axis ${axis} are not all at hand: input axis ${k} is ${JSON.stringify(input.placement)}`);
    base += distances[k]! * first;
    strides[axis]! += distances[k]! * step;
  });
  return input.buffers.map((buffer) => ({ buffer, base, strides }));
}

/** Where a global position lies in the stored axis; of leaves, where its leaf does. */
function place(position: number, held: AxisPart, per: number): number {
  return per > 1 ? Math.floor(position / per) - Math.ceil(held.start / per) : held.halo + (position - held.start) / held.step;
}

function outputArguments(output: StoredArray): BufferArgument[] {
  return output.buffers.map((buffer) => ({ buffer, base: 0, strides: rowMajorStrides(output.stored) }));
}
