// A value that is cheaper to compute again than to store goes into the loops that read it, wherever they read it: at a distance, transposed, or along some axes.
//
//   %2 = loop [n, m] { store %1[i1] };  %3 = loop [n, m] { @f(%2[i0, i1], %2[i1, i0]) }     ->     %3 = loop [n, m] { @f(%1[i1], %1[i0]) }
//   %2 = loop [n] { s0 = @half(%1[i0]); store %2 = s0 };  %3 = stencil %2[i0 - 1], %2[i0 + 1]     ->     %3 = loop [n] { @half(%1[i0 - 1]), @half(%1[i0 + 1]) }
//
// The rule: a store and a load cost about `storeCost` operations an element. Reading a value in k ways computes it k times instead of once, so it is
// computed again if (k - 1) times its operations are no more than that. A value read along some axes only (a vector beside a matrix) would be computed
// once a row, so it must take no operations at all; and so must one that is read inside a loop of the host's, where it would be computed on every trip,
// and that must need no array. What is read at its reader's own position alone is left to `fuseBlock`, which computes it once.
//
// Only where nobody else needs the value, all its readers are loops, and it cannot throw.
import type { ArrayNode, Loop, LoopInput, StepArgument, View, ViewAxis } from "../ir/array.ts";
import type { Block, Program, Statement } from "../ir/host.ts";
import type { KernelFunction, KernelId } from "../ir/kernel.ts";
import { blocksOf } from "../ir/blocks.ts";
import { freshValues, inputsOf, isControl, withBlocks } from "../ir/traverse.ts";
import type { ValueId } from "../ir/types.ts";
import { isPlain, seenThrough, walkedAxes } from "../ir/view.ts";
import { workOfLoop } from "../ir/work.ts";
import { nodeFunctions } from "./blockGraph.ts";
import { mergeLoops } from "./mergeLoops.ts";
import { readInPlace } from "./permuteLoop.ts";

const storeCost = 4;

/** A loop where it stands: in which block, and how many host loops are around that. */
interface Place {
  readonly block: Block<ArrayNode>;
  readonly depth: number;
}

export function recompute(program: Program<ArrayNode>, mayThrow: (fn: KernelId) => boolean): Program<ArrayNode> {
  const places = new Map<Loop, Place>(), users = new Map<ValueId, Loop[]>(), needed = new Set<ValueId>(program.results.flatMap((r) => (r.kind === "array" ? [r.value] : [])));
  note(program.body, 0, places, users, needed);
  const fresh = freshValues(program), kernels = new Map(program.kernels.map((fn) => [fn.id, fn])), now = new Map<Loop, Loop>();
  for (const written of places.keys()) {
    const maker = now.get(written) ?? written, values = maker.outputs.map((o) => o.result), readers = [...new Set(values.flatMap((v) => users.get(v) ?? []))];
    if (readers.length === 0 || values.some((v) => needed.has(v)) || maker.outputs.some((o) => o.kind !== "store") || nodeFunctions(written).some(mayThrow)) continue;
    if (!isWorthIt(maker, places.get(written)!, readers.map((r) => ({ loop: now.get(r) ?? r, place: places.get(r)! })), [...kernels.values()])) continue;
    for (const reader of readers) {
      const { loop, kernels: brought } = inlined(maker, now.get(reader) ?? reader, fresh);
      brought.forEach((fn) => kernels.set(fn.id, fn));
      now.set(reader, loop);
      // What the maker reads, its readers read now.
      for (const value of inputsOf(loop)) if (!users.get(value)?.includes(reader)) users.set(value, [...(users.get(value) ?? []), reader]);
    }
    for (const value of inputsOf(maker)) users.set(value, users.get(value)!.filter((user) => user !== written));
  }
  if (now.size === 0) return program;
  const change = (block: Block<ArrayNode>): Block<ArrayNode> =>
    block.map((s): Statement<ArrayNode> => {
      if (isControl(s)) return withBlocks(s, change);
      const loop = s.kind === "array" && s.node.kind === "loop" ? now.get(s.node) : undefined;
      return loop ? { kind: "array", node: loop } : s;
    });
  return { ...program, body: change(program.body), kernels: [...kernels.values()] };
}

/** Where each loop stands, which loops use each value, and what others than loops need. */
function note(block: Block<ArrayNode>, depth: number, places: Map<Loop, Place>, users: Map<ValueId, Loop[]>, needed: Set<ValueId>): void {
  for (const s of block) {
    if (s.kind === "array" && s.node.kind === "loop") {
      const loop = s.node;
      places.set(loop, { block, depth });
      for (const value of inputsOf(loop)) users.set(value, [...(users.get(value) ?? []), loop]);
    } else if (s.kind === "array") inputsOf(s.node).forEach((value) => needed.add(value));
    else if (s.kind === "effect") s.inputs.forEach((value) => needed.add(value));
    else if (s.kind === "scalar" || s.kind === "extent" || s.kind === "write") needed.add(s.value);
    for (const inner of blocksOf(s)) note(inner, depth + (s.kind === "while" || s.kind === "forOf" ? 1 : 0), places, users, needed);
  }
}

function isWorthIt(maker: Loop, at: Place, readers: readonly { readonly loop: Loop; readonly place: Place }[], functions: readonly KernelFunction[]): boolean {
  const made = new Set(maker.outputs.map((o) => o.result)), operations = operationsOf(maker, functions);
  let ways = 0, elsewhere = false;
  for (const { loop, place } of readers) {
    if (place.depth > at.depth ? operations > 0 || maker.inputs.length > 0 : place.block !== at.block) return false;
    elsewhere ||= place.depth > at.depth;
    const reads = loop.inputs.filter((i) => made.has(i.value));
    ways += new Set(reads.map((i) => JSON.stringify([i.access, i.view]))).size;
    for (const input of reads) {
      const { access, view } = input;
      if (!canInline(maker, input)) return false;
      const along = new Set(access.axes.map((a) => a.loop));
      if (along.size < loop.shape.length && operations > 0) return false;
      elsewhere ||= view !== undefined || !access.axes.every((a, axis) => a.loop === axis && a.offset === 0) || along.size < loop.shape.length;
    }
  }
  return elsewhere && (ways - 1) * operations <= storeCost;
}

/** What computing an element takes: steps, and loads that jump from row to row. */
function operationsOf(loop: Loop, functions: readonly KernelFunction[]): number {
  const last = loop.shape.length - 1, jumps = loop.inputs.filter(({ access }) => access.axes.length > 1 && access.axes.at(-1)!.loop !== last).length;
  return loop.steps.length === 0 ? jumps : workOfLoop({ ...loop, inputs: [], outputs: [] }, functions).operations - 1 + jumps;
}

/** The maker at another place is made of its inputs at other places: nothing in it asks for the position itself, and a constant outside is not computed. */
function canInline(maker: Loop, input: LoopInput): boolean {
  const { access, view } = input;
  if (access.whole || maker.inputs.some((i) => i.access.whole)) return false;
  if (new Set(access.axes.map((a) => a.loop)).size < access.axes.length) return false;
  if (view) {
    const seen = new Set(view.flatMap((axis, k) => (isPlain(axis) ? [] : [k])));
    return !asksPosition(maker, seen) && maker.inputs.every((i) => seenBy(input, i) !== undefined);
  }
  const moved = new Set(access.axes.flatMap((a, axis) => (a.offset === 0 ? [] : [axis])));
  if (moved.size === 0) return true;
  if (access.boundary?.kind === "value" || maker.inputs.some((i) => i.access.boundary || i.view)) return false;
  return !asksPosition(maker, moved) && maker.inputs.length > 0;
}

/** Something in the loop is computed from the position along one of these axes. */
function asksPosition(loop: Loop, axes: ReadonlySet<number>): boolean {
  const args = [...loop.steps.flatMap((s) => s.args), ...loop.outputs.flatMap((o) => o.fields)];
  return args.some((arg) => arg.kind === "index" && axes.has(arg.axis));
}

/** What a reader that sees part of what the maker stores sees of an input of the maker's; undefined where no view says it. */
function seenBy({ access, view }: LoopInput, { type, access: own, view: inner, ...input }: LoopInput): LoopInput | undefined {
  if (own.boundary) return undefined;
  const walked = walkedAxes(view, view!.length), loopOf = (axis: number): number => access.axes[walked.indexOf(axis)]!.loop, left = walkedAxes(inner, type.shape.length);
  const axes = type.shape.map((_, axis): ViewAxis | undefined => {
    const first = inner?.[axis] ?? { from: 0, step: 1 };
    return left.includes(axis) ? seenThrough(first, view![own.axes[left.indexOf(axis)]!.loop]!) : first;
  });
  if (axes.includes(undefined)) return undefined;
  const kept = own.axes.filter((a) => view![a.loop]!.step !== 0);
  return { ...input, type, access: { axes: kept.map((a) => ({ loop: loopOf(a.loop), offset: 0 })) }, view: axes as View };
}

/** The reader with what it takes from the maker computed in its place. */
function inlined(maker: Loop, reader: Loop, fresh: () => ValueId): ReturnType<typeof mergeLoops> {
  const makers: Loop[] = [], names = new Map<string, ValueId>(), ways = new Set<string>();
  const inputs = reader.inputs.map((input): LoopInput => {
    const output = maker.outputs.find((o) => o.result === input.value);
    if (!output) return input;
    const way = JSON.stringify([input.access, input.view]), name = (value: ValueId): ValueId => names.get(`${value} ${way}`) ?? (names.set(`${value} ${way}`, fresh()), names.get(`${value} ${way}`)!);
    if (!ways.has(way)) makers.push(movedTo(maker, input, reader, name));
    ways.add(way);
    return readInPlace({ ...input, value: name(input.value), access: { axes: reader.shape.map((_, loop) => ({ loop, offset: 0 })) } });
  });
  const temporary = new Set(names.values());
  return mergeLoops([...makers, { ...reader, inputs }], (value) => !temporary.has(value));
}

/** The maker over its reader's index space, its axis k walked as the access says. */
function movedTo(maker: Loop, read: LoopInput, reader: Loop, name: (value: ValueId) => ValueId): Loop {
  const { access, view } = read, walked = walkedAxes(view, maker.shape.length);
  const move = (arg: StepArgument): StepArgument => (arg.kind === "index" ? { kind: "index", axis: access.axes[walked.indexOf(arg.axis)]!.loop } : arg);
  return {
    ...maker,
    shape: reader.shape,
    inputs: maker.inputs.map((input): LoopInput => {
      if (view) return seenBy(read, input)!;
      const axes = input.access.axes.map((a) => ({ loop: access.axes[a.loop]!.loop, offset: a.offset + access.axes[a.loop]!.offset }));
      const boundary = input.access.boundary ?? (axes.some((a) => a.offset !== 0) ? access.boundary : undefined);
      return { ...input, access: { axes, ...(boundary && { boundary }) } };
    }),
    steps: maker.steps.map((s) => ({ ...s, args: s.args.map(move) })),
    outputs: maker.outputs.map((o) => ({ ...o, result: name(o.result), type: { ...o.type, shape: reader.shape }, fields: o.fields.map(move) })),
  };
}
