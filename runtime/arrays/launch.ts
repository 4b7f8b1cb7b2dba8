// Runs a kernel over this rank's part of an index space: makes the outputs, finds out where each input's elements are as seen from the loop's first local
// position, and calls. It starts no communication, but a halo that is still on its way (halo.ts) is waited for only after the positions that do not need it.
//
//   loop [10] cyclic(0), rank 1 of 2; input replicated   ->   count 5, start 1, step 2, extent 10; base 1, stride 2
//   loop [10] block(0), rank 1 of 2; input block(0, halo 1)   ->   count 5, start 5, step 1; base 1 (after the halo), stride 1
import type { ElementType, NestInfo, Placement, Shape, Site, View } from "../abi.ts";
import { axisPart, distributedAxes, haloAlong, rowMajorStrides, shardParts, type AxisPart } from "../layout/shard.ts";
import { leafLengthAlong, storedLeafShape } from "../layout/leaves.ts";
import type { BufferArgument, CallKernel } from "./kernels.ts";
import type { Buffer } from "../memory/rankMemory.ts";
import type { ArrayStore, StoredArray } from "./store.ts";

export function launch(store: ArrayStore, call: CallKernel, nest: NestInfo, shape: Shape, placement: Placement, inputs: readonly StoredArray[], captures: readonly number[], site: Site, spent: readonly number[] = []): StoredArray[] {
  return launchInto(store, call, nest, shape, placement, inputs, captures, makeOutputs(store, nest, shape, placement, site, spent.length > 0 ? replacements(store, nest, shape, placement, inputs, spent) : undefined), []);
}

/** For each output an input whose memory it can have: the array is as the output's will be, and nobody else holds or reads it. */
function replacements(store: ArrayStore, nest: NestInfo, shape: Shape, placement: Placement, inputs: readonly StoredArray[], spent: readonly number[]): readonly (StoredArray | undefined)[] {
  const taken = new Set<StoredArray>(), pairs = nest.inPlace ?? [], isWalked = (k: number, output: number): boolean => pairs.some(([input, to]) => input === k && to === output);
  return nest.outputs.map((output, at) => {
    if (output.mode !== "store") return undefined;
    const room = store.np > 1 ? output.room : undefined, wanted = JSON.stringify(store.placementWith(placement, room)), hasRoom = ({ room: own }: StoredArray): boolean => !room || (own !== undefined && room.halos.every((halo, k) => own.halos[k]! >= halo) && (own.corners || !room.corners));
    const fits = (a: StoredArray): boolean => a.count === 1 && a.base === undefined && a.view === undefined && !taken.has(a) && a.element === output.element && hasRoom(a) && JSON.stringify(a.placement) === wanted && a.shape.length === shape.length && a.shape.every((extent, axis) => extent === shape[axis]) && inputs.every((other, k) => other.buffers !== a.buffers || (other === a && isWalked(k, at)));
    const [found] = pairs.flatMap(([input, to]) => (to === at && spent.includes(input) && fits(inputs[input]!) ? [inputs[input]!] : []));
    if (found) taken.add(found);
    return found;
  });
}

/** `others`: buffers that do not depend on the position, after the outputs'. */
export function launchInto(store: ArrayStore, call: CallKernel, nest: NestInfo, shape: Shape, placement: Placement, inputs: readonly StoredArray[], captures: readonly number[], outputs: readonly Output[], others: readonly Buffer[]): StoredArray[] {
  const { rank, np } = store, parts = shardParts(shape, placement, rank, np), made = outputs.map((output) => output.array);
  const edges = inputs.flatMap(({ room }, k) => (room?.pending ? [{ room, axes: nest.inputs[k]!.axes }] : [])), arrive = (): void => edges.forEach(({ room }) => room.pending?.());
  if (parts.some((part) => part.count === 0)) {
    arrive();
    return made;
  }
  const axes = parts.map((part, axis) => [part.count, part.start, part.step, shape[axis]!]);
  const buffers = [...inputs.flatMap((input, k) => inputArguments(store, nest.inputs[k]!.axes, input, parts)), ...outputs.flatMap(outputArguments), ...others.map((buffer) => ({ buffer, base: 0, strides: shape.map(() => 0) }))];
  const run = (ranges: Ranges): void => {
    if (ranges.some(({ from, to }) => from === to)) return;
    const cut = ranges.filter(({ axis, from, to }) => to - from < parts[axis]!.count), moved = axes.map((axis) => [...axis] as [number, number, number, number]);
    for (const { axis, from, to } of cut) moved[axis] = [to - from, moved[axis]![1] + from * moved[axis]![2], moved[axis]![2], moved[axis]![3]];
    call(nest.name, moved.flat(), cut.reduce<readonly Walked[]>((list, { axis, from }) => list.map((b) => startAt(b, axis, from)), buffers), captures);
  };
  const inner = edges.length > 0 ? interior(nest, shape, placement, parts, edges.map((edge) => edge.axes), outputs) : undefined;
  if (!inner) {
    arrive();
    const last = axes.length - 1, columns = last > 0 && isCrossed(nest, parts, buffers, outputs) ? columnsTogether : parts[last]?.count;
    if (columns === undefined || columns >= parts[last]!.count) call(nest.name, axes.flat(), buffers, captures);
    else for (let from = 0; from < parts[last]!.count; from += columns) run([{ axis: last, from, to: Math.min(parts[last]!.count, from + columns) }]);
    return made;
  }
  run(inner);
  arrive();
  // What is left of each axis, of the axes before it only what is inside.
  inner.forEach(({ axis, from, to }, k) => {
    run([...inner.slice(0, k), { axis, from: 0, to: from }]);
    run([...inner.slice(0, k), { axis, from: to, to: parts[axis]!.count }]);
  });
  return made;
}

/** Local positions of some axes. */
type Ranges = readonly { readonly axis: number; readonly from: number; readonly to: number }[];

/** So many lines of a cache, and pages, are at hand at once. */
const columnsTogether = 64;

/**
 * Whether some input lies across the loop, as in a transposition: neighbours in memory are neighbours along another axis than the last. Then a few columns are computed at a
 * time, all rows of them, so that each line of the cache is used up while it is there.
 */
function isCrossed(nest: NestInfo, parts: readonly AxisPart[], buffers: readonly Walked[], outputs: readonly Output[]): boolean {
  const last = parts.length - 1;
  if (outputs.some(({ leaf }) => leaf) || nest.inputs.some(({ axes }) => axes.some(({ loop, offset, per }) => loop === last && (offset !== 0 || per > 1)))) return false;
  return buffers.some(({ strides }) => Math.abs(strides[last]!) >= 64 && strides.some((stride, axis) => axis < last && Math.abs(stride) === 1 && parts[axis]!.count >= 8));
}

/** A buffer from local position `at` of an axis on. */
function startAt(buffer: Walked, along: number, at: number): Walked {
  return { ...buffer, base: buffer.base + buffer.strides[along]! * (at / (buffer.leaf?.axis === along ? buffer.leaf.length : 1)) };
}

/** The positions that can be computed before neighbours' elements are there, leaves kept whole; undefined where they are not worth a call of their own. */
function interior(nest: NestInfo, shape: Shape, placement: Placement, parts: readonly AxisPart[], edges: readonly NestInfo["inputs"][number]["axes"][], outputs: readonly Output[]): Ranges | undefined {
  const ranges: { axis: number; from: number; to: number }[] = [];
  // An axis that this rank has whole needs no neighbours.
  for (const axis of distributedAxes(placement).filter((k) => parts[k]!.count < shape[k]!).sort((a, b) => a - b)) {
    const { count } = parts[axis]!, reach = Math.max(0, ...edges.flatMap((axes) => axes.map(({ loop, offset }) => (loop === axis ? Math.abs(offset) : 0))));
    if (reach === 0) continue;
    if (nest.inputs.some(({ axes }) => axes.some(({ loop, per }) => loop === axis && per > 1))) return undefined;
    const whole = Math.max(1, ...outputs.map(({ leaf }) => (leaf?.axis === axis ? leaf.length : 1))), from = Math.ceil(reach / whole) * whole, to = Math.floor((count - reach) / whole) * whole;
    if (2 * (to - from) < count) return undefined;
    ranges.push({ axis, from, to });
  }
  return ranges;
}

/** An array that a launch fills; `leaf`: one element for so many positions of an axis. */
export interface Output {
  readonly array: StoredArray;
  /** Its one element takes all of them: nobody wants to know. */
  readonly dropped?: true;
  readonly leaf?: { readonly axis: number; readonly length: number };
}

type Walked = BufferArgument & Pick<Output, "leaf">;

export function makeOutputs(store: ArrayStore, nest: NestInfo, shape: Shape, placement: Placement, site: Site, replaced: readonly (StoredArray | undefined)[] = []): Output[] {
  const leaves = (element: ElementType, axis: number): Output => ({ array: store.make(element, shape, placement, site, storedLeafShape(shape, axis, placement, store.rank, store.np)), leaf: { axis, length: leafLengthAlong(shape, axis) } });
  return nest.outputs.flatMap((output, at): Output[] => {
    const old = replaced[at];
    if (old) return [{ array: store.replace(old) }];
    if (output.mode === "store") return [{ array: store.make(output.element, shape, placement, site, undefined, store.np > 1 ? output.room : undefined) }];
    if (output.mode === "leaf") return [leaves(output.element, output.axis)];
    return [{ array: store.make(output.element, shape, placement, site) }, leaves(output.element, shape.length - 1)];
  });
}

function inputArguments(store: ArrayStore, axes: NestInfo["inputs"][number]["axes"], input: StoredArray, loop: readonly AxisPart[]): Walked[] {
  if (input.view) return viewArguments(store, axes, input, input.view, loop);
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

/** Part of an array: its axes step by step, those that are gone at one position. */
function viewArguments(store: ArrayStore, axes: NestInfo["inputs"][number]["axes"], input: StoredArray, view: View, loop: readonly AxisPart[]): Walked[] {
  const strides = loop.map(() => 0), distances = rowMajorStrides(input.stored);
  let base = 0, walked = 0;
  view.forEach(({ from, step }, k) => {
    const held = axisPart(input.shape[k]!, k, input.placement, store.rank, store.np), axis = step === 0 ? undefined : axes[walked++]!.loop, part = axis === undefined ? { start: 0, step: 0, count: 1 } : loop[axis]!;
    // A position that is none is the first one here: the kernel is about to refuse it.
    const origin = axis === undefined && !(Number.isInteger(from) && from >= 0 && from < input.shape[k]!) ? 0 : from;
    const first = origin + step * part.start, last = first + step * (part.count - 1) * part.step, ends = [place(first, held, 1), place(last, held, 1)], stride = (step * part.step) / held.step;
    if (!ends.every((end) => Number.isInteger(end) && end >= 0 && end < input.stored[k]!) || !Number.isInteger(stride))
      throw new Error(`internal: positions ${first} .. ${last} of input axis ${k} are not all at hand: it is ${JSON.stringify(input.placement)}`);
    base += distances[k]! * ends[0]!;
    if (axis !== undefined) strides[axis]! += distances[k]! * stride;
  });
  return input.buffers.map((buffer) => ({ buffer, base, strides }));
}

/** Where a global position lies in the stored axis; of leaves, where its leaf does. */
function place(position: number, held: AxisPart, per: number): number {
  return per > 1 ? Math.floor(position / per) - Math.ceil(held.start / per) : held.halo + (position - held.start) / held.step;
}

function outputArguments({ array, leaf, dropped }: Output): Walked[] {
  const strides = rowMajorStrides(array.stored).map((stride) => (dropped ? 0 : stride));
  const base = strides.reduce((at, stride, axis) => at + haloAlong(array.placement, axis) * stride, 0);
  return array.buffers.map((buffer) => ({ buffer, base, strides, ...(leaf && { leaf }) }));
}
