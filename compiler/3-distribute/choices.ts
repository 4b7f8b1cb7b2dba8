// What is to be decided, and between what: a placement for each loop's index space and each slot, a rule for each library operator, the alignment
// of each hinted array. Where a value is follows from the choice of what makes it.
//
//   loop [n, m] { reduce over axis 1 }   ->   block(0) | block(0, align 8) | block(0, align 128) | block(1, align 128) | cyclic(0) | replicated
//   loop [n, m] { stencil }              ->   block(0) | block(1) | grid(0 1) | grid(0 1, align 1 128) | replicated
import type { ArrayNode, ArrayOp, Loop } from "../ir/array.ts";
import type { Slot } from "../ir/host.ts";
import { block, cyclic, grid, replicated, showPlacement } from "../ir/placement.ts";
import type { Placement } from "../ir/placement.ts";
import { canRun } from "../ir/placed.ts";
import type { ArrayType, ValueId } from "../ir/types.ts";
import type { OperatorDefinition, PlacementHint, Rule } from "../ops/defineOp.ts";
import { leafLength, sliceLeafLength } from "../../runtime/abi.ts";

export interface Option {
  /** What starting points prefer by: options that are alike have one name. */
  readonly name: string;
  readonly placement: Placement;
  /** A library operator's inputs and results. */
  readonly rule?: Rule;
}

export interface Choice {
  readonly options: readonly Option[];
}

const aligns = [1, sliceLeafLength, leafLength];

const option = (placement: Placement): Option => ({ name: showPlacement(placement), placement });

/** Placements that are looked at only where something asks for them. */
export interface Kinds {
  readonly cyclic: boolean;
  readonly grid: boolean;
}

export function loopChoice(loop: Loop, kinds: Kinds): Choice {
  return { options: placementsOf(loop.shape.length, kinds).filter((at) => canRun(loop, at)).map(option) };
}

export function slotChoice(slot: Slot, kinds: Kinds): Choice {
  return { options: placementsOf(slot.type.shape.length, kinds).map(option) };
}

/** Blocks before grids before cyclic ones before copies: the first of equals is taken. */
function placementsOf(ndim: number, kinds: Kinds): Placement[] {
  const blocks = Array.from({ length: ndim }, (_, axis) => aligns.map((align) => block(axis, align))).flat();
  const grids = kinds.grid ? Array.from({ length: Math.max(0, ndim - 1) }, (_, axis) => [grid([axis, axis + 1]), ...(axis === ndim - 2 ? [grid([axis, axis + 1], [1, leafLength])] : [])]).flat() : [];
  return [...blocks, ...grids, ...(kinds.cyclic && ndim > 0 ? [cyclic(0)] : []), replicated];
}

/** The loop reads neighbours along more than one axis: blocks of two axes may have shorter edges than blocks of one. */
export const looksAlongTwoAxes = (loop: Loop): boolean => new Set(loop.inputs.flatMap(({ access }) => access.axes.flatMap((a) => (a.offset === 0 ? [] : [a.loop])))).size > 1;

/** A hint is obeyed; only how blocks are aligned is left open. Without one everything is. */
export function hintChoice(hint: PlacementHint | undefined, ndim: number, kinds: Kinds): Choice {
  if (hint === undefined) return { options: placementsOf(ndim, kinds).map(option) };
  if (ndim === 0 || hint === "replicated") return { options: [option(replicated)] };
  if (hint === "cyclic") return { options: [option(cyclic(0))] };
  if (hint === "grid" && ndim > 1) return { options: [grid(), ...(ndim === 2 ? [grid([0, 1], [1, leafLength])] : [])].map(option) };
  const axis = hint === "cols" ? ndim - 1 : 0;
  return { options: aligns.map((align) => option(block(axis, align))) };
}

export function libraryChoice(op: ArrayOp, definition: OperatorDefinition, typeOf: (value: ValueId) => ArrayType): Choice {
  const rules = definition.library?.rules(op, typeOf) ?? [];
  if (rules.length === 0) throw new Error(`${op.op} has neither a loop form nor placement rules`);
  return { options: rules.map((rule) => ({ name: showPlacement(rule.outputs[0] ?? replicated), placement: rule.outputs[0] ?? replicated, rule })) };
}

export function hintOf(node: ArrayNode, operators: ReadonlyMap<string, OperatorDefinition>): PlacementHint | undefined {
  return node.kind === "op" ? operators.get(node.op)?.placementHint?.(node) : undefined;
}
