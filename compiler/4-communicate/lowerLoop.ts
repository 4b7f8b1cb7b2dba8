// One loop becomes a launch, and what finishes its folds: for each reduction a `combine`, for each scan a `carry`, and one more launch that brings the
// carries to the prefixes.
//
//   %2, %3 = loop { reduce %2; scan %3 }    ->    %4, %5, %6 = launch { leaf; scan };  %2 = combine %4;  %7 = carry %6;  %3 = launch { @add(%7, %5) }
import { accumulatorOfOutput } from "../ir/array.ts";
import type { Loop, LoopOutput } from "../ir/array.ts";
import type { KernelFunction, KernelId } from "../ir/kernel.ts";
import type { Nest } from "../ir/nest.ts";
import { foldAxes, outputPlacement } from "../ir/placed.ts";
import { distributedAxes, isSpread } from "../ir/placement.ts";
import type { Placement } from "../ir/placement.ts";
import type { LocalNode, LocalValue } from "../ir/spmd.ts";
import type { ElementType, ValueId } from "../ir/types.ts";
import { carryCause, foldCause, opOfOutput } from "./causes.ts";
import { carryNest, nestOf } from "./nestOf.ts";
import type { Fold } from "./nestOf.ts";

export interface Lowering {
  readonly functions: ReadonlyMap<KernelId, KernelFunction>;
  fresh(): ValueId;
  /** A name for a nest of these operators that no other has. */
  nestName(ops: Loop["ops"], suffix?: string): string;
  /** `finishesScans`: it only brings carries to prefixes. */
  addNest(nest: Nest, finishesScans?: boolean): void;
  emit(node: LocalNode, defines: readonly LocalValue[]): void;
}

interface Scan {
  readonly output: Fold;
  readonly accumulator: ElementType;
  readonly prefixes: ValueId;
  readonly carries: ValueId;
}

/** `inputs` are where the loop needs them, in its order. */
export function lowerLoop(written: Loop, at: Placement, inputs: readonly ValueId[], to: Lowering): void {
  const loop = withAnAxis(written), { shape, span, ops } = loop, ndim = shape.length;
  const outputs: LocalValue[] = [], after: (() => void)[] = [], scans: Scan[] = [], walked: LoopOutput[] = [], known = new Map<string, readonly LocalValue[]>();
  /** Leaves, or prefixes and totals. Folds that walk the same values alike share them. They have the loop's own shape here: see ir/spmd.ts. */
  const partials = (fold: Fold, element: ElementType, count: number): readonly LocalValue[] => {
    const key = partialKey(fold, foldAxes(fold, ndim).axis), found = known.get(key);
    if (found) return found;
    const values = Array.from({ length: count }, (): LocalValue => ({ value: to.fresh(), type: { element, shape }, placement: at }));
    outputs.push(...values);
    walked.push(fold);
    known.set(key, values);
    return values;
  };
  for (const output of loop.outputs) {
    if (output.kind === "store") {
      outputs.push({ value: output.result, type: output.type, placement: at });
      walked.push(output);
      continue;
    }
    const { axis, all } = foldAxes(output, ndim), accumulator = accumulatorOfOutput(loop.inputs, output), { monoid } = output;
    const exchanged = isSpread(at) && (all || distributedAxes(at).includes(axis)), collective = exchanged ? "allgather" : "none";
    const common = { shape, placement: at, all, monoid, accumulator, collective } as const;
    if (output.kind === "reduce") {
      const [leaves] = partials(output, accumulator, 1), result: LocalValue = { value: output.result, type: output.type, placement: outputPlacement(loop, output, at) };
      after.push(() => to.emit({ kind: "combine", leaves: leaves!.value, axis, ...common, result, cause: foldCause(opOfOutput(loop, output), exchanged) }, [result]));
    } else {
      const [prefixes, totals] = partials(output, accumulator, 2), result: LocalValue = { ...totals!, value: to.fresh() };
      scans.push({ output, accumulator, prefixes: prefixes!.value, carries: result.value });
      after.push(() => to.emit({ kind: "carry", totals: totals!.value, ...common, result, cause: carryCause(opOfOutput(loop, output), exchanged) }, [result]));
    }
  }
  const { nest, captures } = nestOf(to.nestName(ops), { ...loop, outputs: walked }, to.functions);
  to.addNest(nest);
  const views = loop.inputs.some((i) => i.view) ? { views: loop.inputs.map((i) => i.view) } : {};
  to.emit({ kind: "launch", nest: nest.name, ops, shape, placement: at, inputs, ...views, captures, outputs, span }, outputs);
  after.forEach((emit) => emit());
  if (scans.length === 0) return;
  const finish = carryNest(to.nestName(ops, "carry"), ndim, scans, span), results = scans.map(({ output }): LocalValue => ({ value: output.result, type: output.type, placement: at }));
  to.addNest(finish, true);
  to.emit({ kind: "launch", nest: finish.name, ops: scans.map((s) => opOfOutput(loop, s.output)), shape, placement: at, inputs: scans.flatMap((s) => [s.prefixes, s.carries]), captures: [], outputs: results, span }, results);
}

/** Equal for folds whose leaves (or prefixes and totals) are the same. */
function partialKey(fold: Fold, axis: number): string {
  const exact = (_: string, value: unknown): unknown => (typeof value === "number" && (Object.is(value, -0) || !Number.isFinite(value)) ? `number ${Object.is(value, -0) ? "-0" : value}` : value);
  return JSON.stringify([fold.kind, axis, fold.kind === "scan" && fold.exclusive, fold.fields, fold.monoid.fn, fold.monoid.identity], exact);
}

/** A fold of a 0-dimensional array walks one position, so that there is an axis to make leaves along. */
function withAnAxis(loop: Loop): Loop {
  if (loop.shape.length > 0 || loop.outputs.every((o) => o.kind === "store")) return loop;
  return { ...loop, shape: [1], outputs: loop.outputs.map((o) => (o.kind === "store" ? o : { ...o, axes: [0] })) };
}
