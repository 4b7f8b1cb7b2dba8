// Why a collective is there, in words of the user's program.
//
//   stencil at heat.ts:9:7 reads up to 1 position beyond each rank's rows
//   transpose at t.ts:3:11 works on blocks of columns, and its input is in blocks of rows
//   sort at s.ts:4:1 is cheaper with the whole array on every rank         (the planner's choice: `sort` works on parts, too)
import type { Loop, LoopOutput, StepArgument } from "../ir/array.ts";
import type { Block, Statement } from "../ir/host.ts";
import { canRun, inputPlacements } from "../ir/placed.ts";
import { block, distributedAxes, haloAlong, hasHalo } from "../ir/placement.ts";
import type { Placement, Window } from "../ir/placement.ts";
import { sameBlocks } from "../ir/reshard.ts";
import { showSpan } from "../ir/span.ts";
import type { Cause, LocalNode } from "../ir/spmd.ts";
import { isControl, withBlocks } from "../ir/traverse.ts";
import type { Span, ValueId } from "../ir/types.ts";
import type { Rule } from "../ops/defineOp.ts";
import { leafLength } from "../../runtime/abi.ts";

interface Named {
  readonly op: string;
  readonly span: Span;
}

/** The operator that an output of a loop comes from. */
export const opOfOutput = (loop: Loop, output: LoopOutput): Named => loop.ops[output.op ?? loop.ops.length - 1]!;

/** The operator that reads an input of a loop first. */
export function opOfInput(loop: Loop, input: number): Named {
  const reads = (arg: StepArgument): boolean => arg.kind === "element" && arg.input === input;
  const step = loop.steps.find((s) => s.args.some(reads) || s.reads?.some((r) => r.input === input));
  if (step) return loop.ops.find((o) => sameSpan(o.span, step.span)) ?? { op: loop.ops.at(-1)!.op, span: step.span };
  const output = loop.outputs.find((o) => o.fields.some(reads));
  return output ? opOfOutput(loop, output) : loop.ops.at(-1)!;
}

const sameSpan = (a: Span, b: Span): boolean => a.file === b.file && a.line === b.line && a.column === b.column;

export const foldCause = ({ op, span }: Named, exchanged: boolean): Cause => ({ span, reason: exchanged ? `${op} needs every rank's part` : `${op} folds what each rank has` });

export const carryCause = ({ op, span }: Named, exchanged: boolean): Cause => ({ span, reason: exchanged ? `${op} needs what stands before each rank's part` : `${op} carries from leaf to leaf of each row` });

/** An input of a loop has to be elsewhere than it is. */
export function inputCause(loop: Loop, input: number, at: Placement, from: Placement): Cause {
  const { op, span } = opOfInput(loop, input), to = inputPlacements(loop, at)[input]!;
  if (hasHalo(to) && sameBlocks(from, to)) {
    const axes = distributedAxes(to).filter((axis) => haloAlong(to, axis) > 0), halo = Math.max(...axes.map((axis) => haloAlong(to, axis)));
    return { span, reason: `${op} reads up to ${halo} ${halo === 1 ? "position" : "positions"} beyond each rank's ${axes.map((axis) => wordFor(axis, loop.inputs[input]!.type.shape.length)).join(" and ")}` };
  }
  if (to.kind === "window") return { span, reason: `${op} ${windowReason(to, from, loop.inputs[input]!.type.shape.length)}` };
  return moveCause({ op, span }, from, to, loop.inputs[input]!.type.shape.length, loopWorksOnParts(loop));
}

function windowReason(to: Window, from: Placement, ndim: number): string {
  if (to.step === 0) return `reads one of the ${wordFor(to.axis, ndim)} on every rank`;
  const own = from.kind === "block" && from.axis === to.axis;
  return `works on part of the ${wordFor(to.axis, ndim)}, ${own ? "other than each rank has" : `and its input is ${from.kind === "replicated" || from.kind === "root" ? "" : "in "}${describe(from, ndim)}`}`;
}

/** Somewhere along an axis the loop can be cut so that no rank needs the whole of what it reads. */
const loopWorksOnParts = (loop: Loop): boolean =>
  loop.shape.some((_, axis) => {
    const at = block(axis, leafLength);
    return canRun(loop, at) && inputPlacements(loop, at).every((place, k) => isPart(place, loop.inputs[k]!.type.shape.length));
  });

/** One of the rules takes no array whole; `ndims` are the inputs'. */
export const rulesTakeParts = (rules: readonly Rule[], ndims: readonly number[]): boolean => rules.some(({ inputs }) => inputs.every((place, k) => isPart(place, ndims[k]!)));

const isPart = (place: Placement, ndim: number): boolean => ndim === 0 || place.kind !== "replicated";

/** `partsDo`: what needs the array could work on parts as well, and the planner found the whole of it cheaper. */
export function moveCause({ op, span }: Named, from: Placement, to: Placement, ndim: number, partsDo = false): Cause {
  if (to.kind === "replicated" && partsDo) return { span, reason: `${op} is cheaper with the whole array on every rank`, chosen: true };
  if (to.kind === "replicated") return { span, reason: `${op} needs the whole array on every rank` };
  if (to.kind === "root") return { span, reason: `${op} needs the whole array on rank 0` };
  return { span, reason: `${op} works on ${describe(to, ndim)}, and its input is ${from.kind === "replicated" || from.kind === "root" ? "" : "in "}${describe(from, ndim)}` };
}

/** Who needs arrays where they are, each with what it says of an array that is elsewhere. */
export interface Needs {
  /** Copies by what made them; `into`: for a variable. */
  readonly copies: Map<ValueId, readonly { readonly from: Placement; readonly into?: string; cause(from: Placement): Cause }[]>;
  /** Variables whose arrays are taken where they are. */
  readonly variables: Map<string, readonly ((from: Placement) => Cause)[]>;
}

/** A copy that several operations use is there for all of them, one for a variable for those that read the variable: first for one that could not do with less. */
export function withAllCauses(block: Block<LocalNode>, needs: Needs): Block<LocalNode> {
  return block.map((s): Statement<LocalNode> => {
    if (isControl(s)) return withBlocks(s, (inner) => withAllCauses(inner, needs));
    if (s.kind !== "array" || s.node.kind !== "reshard") return s;
    const all = (needs.copies.get(s.node.result.value) ?? []).flatMap(({ from, into, cause }) => {
      const readers = into === undefined ? [] : (needs.variables.get(into) ?? []);
      return readers.length > 0 ? readers.map((reader) => reader(from)) : [cause(from)];
    });
    const first = all.find((cause) => !cause.chosen) ?? all[0], seen = new Set<string>();
    if (!first) return s;
    seen.add(showSpan(first.span));
    const others = all.filter(({ span }) => !seen.has(showSpan(span)) && seen.add(showSpan(span)));
    return { kind: "array", node: { ...s.node, cause: { ...first, ...(others.length > 0 ? { others } : {}) } } };
  });
}

export function describe(placement: Placement, ndim: number): string {
  switch (placement.kind) {
    case "replicated":
      return "whole on every rank";
    case "root":
      return "whole on rank 0";
    case "cyclic":
      return `${wordFor(placement.axis, ndim)} dealt out one by one`;
    case "window":
      return `part of the ${wordFor(placement.axis, ndim)}`;
    case "grid":
      return `blocks of ${placement.axes.map((axis) => wordFor(axis, ndim)).join(" and ")}`;
    case "block":
      return `blocks of ${wordFor(placement.axis, ndim)}${placement.align > 1 ? ` (multiples of ${placement.align})` : ""}`;
  }
}

function wordFor(axis: number, ndim: number): string {
  if (ndim === 1) return "elements";
  if (ndim === 2) return axis === 0 ? "rows" : "columns";
  return `axis ${axis}`;
}
