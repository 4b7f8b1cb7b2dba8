// The global view with a placement for everything: what 3-distribute decides and 4-communicate carries out. The rules that follow from a
// loop's form stand here too, since both stages need them: where a loop's inputs must be and where its outputs are, given where it runs.
//
//   loop [n, m] over %1[i0, i1], %2[i1]; reduce over axis 1       run as block(0):  %1 block(0), %2 replicated, result block(0)
//   stencil %1[i0 - 1], %1[i0 + 1]                                run as block(0):  %1 block(0, halo 1)
//   stencil %1[i0 - 1, i1], %1[i0, i1 - 1]                        run as grid(0 1): %1 grid(0 1, halo 1 1); what has one of the axes only is replicated
//   loop [n - 2] over %1 view [1:], %1 view [2:]                  run as block(0):  %1 window(0, of n - 2, from 1 step 1 more 1)
//   loop [n, m] over %1 view [$k, 0:]                             run as block(0):  %1 window(0, from $k step 0): row k
//
// A 0-dimensional array is replicated.
import { foldedPlacement, leafLength, sliceLeafLength } from "../../runtime/abi.ts";
import type { Boundary } from "../../runtime/abi.ts";
import type { ArrayNode, Loop, LoopInput, LoopOutput } from "./array.ts";
import type { Program } from "./host.ts";
import { cyclic, distributedAxes, grid, onePosition, replicated, root, samePlacement, withHalo } from "./placement.ts";
import type { Grid, Placement, Window } from "./placement.ts";
import type { ValueId } from "./types.ts";
import { arrayAxis, walksAll } from "./view.ts";

export interface Placed {
  readonly program: Program<ArrayNode>;
  /** Where each array value is when it is made. */
  readonly placements: ReadonlyMap<ValueId, Placement>;
  /** Where each loop's index space is, by the loop's first result. */
  readonly loops: ReadonlyMap<ValueId, Placement>;
  /** Where each library operator (or hint) wants its inputs, by its first result. */
  readonly calls: ReadonlyMap<ValueId, readonly Placement[]>;
  readonly slotPlacements: { readonly [slot: string]: Placement };
}

export interface FoldAxes {
  /** The axis along which leaves are made. */
  readonly axis: number;
  /** The other axes are folded too, rows in row-major order. */
  readonly all: boolean;
}

/** How a reduction or scan folds a loop of `ndim` axes. */
export function foldAxes(output: LoopOutput & { readonly kind: "reduce" | "scan" }, ndim: number): FoldAxes {
  const { axes } = output;
  if (axes.length === ndim) return { axis: ndim - 1, all: true };
  if (axes.length !== 1) throw new Error(`${output.result} folds axes ${axes.join(", ")} of ${ndim}: one or all can be`);
  return { axis: axes[0]!, all: false };
}

/** How many positions of an axis make a leaf of a fold along it. */
export const leafLengthOf = (axis: number, ndim: number): number => (axis === ndim - 1 ? leafLength : sliceLeafLength);

/** Whether a loop can run with its index space placed so: leaves stay whole, and what it reads is there or can be brought. */
export function canRun(loop: Loop, at: Placement): boolean {
  if (at.kind === "root" || at.kind === "window") return false;
  if (at.kind === "replicated") return true;
  if (at.kind === "grid") return canRunInGrid(loop, at);
  const ndim = loop.shape.length;
  const whole = loop.outputs.every((o) => {
    if (o.kind === "store") return true;
    const { axis } = foldAxes(o, ndim);
    return axis !== at.axis || (at.kind === "block" && at.align % leafLengthOf(axis, ndim) === 0);
  });
  return whole && loop.inputs.every((input) => {
    const along = input.access.axes.flatMap((a, k) => (a.loop === at.axis ? [{ ...a, k }] : []));
    // Of a diagonal each rank has what it reads along one axis, since it has all of the others.
    if (along.length > 1 && !(input.view === undefined && along.every((a) => a.offset === 0))) return false;
    return at.kind === "block" || along.every((a) => a.offset === 0 && isWhole(loop, input, a.k));
  });
}

/**
 * Folds of all axes leave one element a rank if their order does not matter; else leaves stay whole, and ranks that have parts of the same rows bring them together first. A fold
 * of one of the two axes, and a scan, has ranks of its own that nothing else knows.
 */
function canRunInGrid(loop: Loop, { axes, aligns }: Grid): boolean {
  const ndim = loop.shape.length;
  const folds = loop.outputs.every((o) => {
    if (o.kind !== "reduce") return o.kind === "store";
    const { axis, all } = foldAxes(o, ndim);
    if (!all) return !axes.includes(axis);
    return o.monoid.anyOrder === true || (axes.includes(axis) && aligns[axes.indexOf(axis)]! % leafLength === 0);
  });
  return folds && loop.inputs.every((input) => {
    const alongs = axes.map((loopAxis) => input.access.axes.flatMap((a, k) => (a.loop === loopAxis ? [{ ...a, k }] : []))), here = alongs.flat();
    if (alongs.some((along) => along.length > 1)) return false;
    return here.length < 2 ? here.every((a) => a.offset === 0) : here.every((a) => isWhole(loop, input, a.k));
  });
}

/** Where each input must be for a loop that runs so. Reads of one array at several distances share the widest halo. */
export function inputPlacements(loop: Loop, at: Placement): readonly Placement[] {
  if (at.kind === "root" || at.kind === "window") return loop.inputs.map(() => at);
  if (at.kind === "replicated") return loop.inputs.map((input) => onePositionOf(input) ?? replicated);
  if (at.kind === "grid") return loop.inputs.map((_, k) => inputInBlocks(loop, at, k));
  const alongs = loop.inputs.map(({ access }) => access.axes.findIndex((a) => a.loop === at.axis));
  const windows = loop.inputs.map((input, k) => (at.kind === "block" && alongs[k]! >= 0 && !isWhole(loop, input, alongs[k]!) ? windowOf(loop, input, alongs[k]!, at) : undefined));
  return loop.inputs.map((input, k) => {
    if (alongs[k]! < 0) return onePositionOf(input) ?? replicated;
    const window = windows[k], axis = arrayAxis(input, alongs[k]!);
    if (window) return windows.reduce<Window>((all, other, j) => (other && loop.inputs[j]!.value === input.value ? (bothWindows(all, other) ?? all) : all), window);
    return at.kind === "cyclic" ? cyclic(axis) : inputInBlocks(loop, at, k);
  });
}

/** An input that is cut as the loop is, along one axis or two. */
function inputInBlocks(loop: Loop, at: Grid | (Placement & { readonly kind: "block" }), k: number): Placement {
  const cut = distributedAxes(at), alongs = loop.inputs.map(({ access }) => cut.map((loopAxis) => access.axes.findIndex((a) => a.loop === loopAxis)));
  const input = loop.inputs[k]!, halos = cut.map(() => 0);
  if (alongs[k]!.some((along) => along < 0)) return onePositionOf(input) ?? replicated;
  const axes = alongs[k]!.map((along) => arrayAxis(input, along));
  let corners = false, boundary: Boundary | undefined;
  for (const [j, other] of loop.inputs.entries()) {
    const offsets = alongs[j]!.map((along) => Math.abs(other.access.axes[along]?.offset ?? 0)), isFar = offsets.some((offset) => offset > 0);
    const shares = j === k || (other.value === input.value && !other.view && alongs[j]!.every((along, n) => along === axes[n]) && agree(input.access.boundary, other.access.boundary) && (!isFar || boundary === undefined || agree(boundary, other.access.boundary)));
    if (!shares || !isFar) continue;
    offsets.forEach((offset, n) => (halos[n] = Math.max(halos[n]!, offset)));
    corners ||= offsets.every((offset) => offset > 0);
    boundary = other.access.boundary;
  }
  const around = halos.some((halo) => halo > 0) ? { boundary: boundary ?? { kind: "clamp" } as const } : {};
  if (at.kind === "grid") return { ...grid([axes[0]!, axes[1]!], at.aligns), halos: [halos[0]!, halos[1]!], corners, ...around };
  return around.boundary ? withHalo(axes[0]!, at.align, halos[0]!, around.boundary) : { kind: "block", axis: axes[0]!, align: at.align, halo: 0 };
}

/** The loop walks all of the input's axis that its access's axis k is, from end to end. */
const isWhole = (loop: Loop, input: LoopInput, k: number): boolean => {
  const axis = arrayAxis(input, k);
  return walksAll(input.view?.[axis], input.type.shape[axis]!, loop.shape[input.access.axes[k]!.loop]!);
};

function windowOf(loop: Loop, input: LoopInput, k: number, { align }: Placement & { readonly kind: "block" }): Window {
  const axis = arrayAxis(input, k), extent = loop.shape[input.access.axes[k]!.loop]!, { from, step } = input.view?.[axis] ?? { from: 0, step: 1 };
  return { kind: "window", axis, align, extent: typeof extent === "number" ? extent : { host: extent }, from, step, more: 0 };
}

/** One window around two that are a constant distance apart. */
function bothWindows(a: Window, b: Window): Window | undefined {
  if (typeof a.from !== "number" || typeof b.from !== "number") return undefined;
  const from = Math.min(a.from, b.from), more = Math.max(a.from + a.more, b.from + b.more) - from;
  return samePlacement({ ...a, from, more }, { ...b, from, more }) ? { ...a, from, more } : undefined;
}

/** Where only one position of an axis is read, and no axis is walked by blocks, every rank has that position. */
function onePositionOf({ view }: LoopInput): Window | undefined {
  const axis = view?.findIndex(({ step }) => step === 0) ?? -1;
  return axis < 0 ? undefined : onePosition(axis, view![axis]!.from);
}

/** Reads that leave the array alone agree with any. */
const agree = (a: Boundary | undefined, b: Boundary | undefined): boolean => a === undefined || b === undefined || JSON.stringify(a) === JSON.stringify(b);

/** Where an output of a loop that runs so is. */
export function outputPlacement(loop: Loop, output: LoopOutput, at: Placement): Placement {
  if (output.type.shape.length === 0) return at.kind === "root" ? root : replicated;
  if (output.kind !== "reduce") return at;
  return foldedPlacement({ shape: loop.shape.map(() => 0), placement: at, ...foldAxes(output, loop.shape.length) });
}
