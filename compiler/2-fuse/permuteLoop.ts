// A loop that only stores may walk its index space in another order of axes: a producer does when its one reader reads it transposed.
//
//   %1 = loop [n, m] { @f(i0, i1) }; %2 = loop [m, n] { %1[i1, i0] }     ->     %1 = loop [m, n] { @f(i1, i0) }, read at its reader's own position
import type { Loop, LoopInput, StepArgument } from "../ir/array.ts";

/** Which axis of the readers' loop walks each axis of the makers', if all reads between them agree on one permutation and none is at a distance. */
export function transposition(makers: readonly Loop[], readers: readonly Loop[]): readonly number[] | undefined {
  const made = new Set(makers.flatMap((loop) => loop.outputs.map((o) => o.result)));
  const reads = readers.flatMap((loop) => loop.inputs.filter((i) => made.has(i.value)).map((i) => ({ axes: i.access.axes, ndim: loop.shape.length, view: i.view })));
  const first = reads[0];
  if (!first) return undefined;
  const axes = first.axes.map((a) => a.loop);
  const agree = reads.every((r) => !r.view && r.axes.length === r.ndim && r.axes.every((a, k) => a.loop === axes[k] && a.offset === 0));
  return agree && new Set(axes).size === axes.length ? axes : undefined;
}

/** The same loop with its axis k walked as axis `axes[k]`. What it stores is no longer what its results' types say: they must all be read by the loop it joins. */
export function permuteLoop(loop: Loop, axes: readonly number[]): Loop {
  const move = (arg: StepArgument): StepArgument => (arg.kind === "index" ? { kind: "index", axis: axes[arg.axis]! } : arg);
  const shape = [...loop.shape];
  axes.forEach((to, from) => (shape[to] = loop.shape[from]!));
  return {
    ...loop,
    shape,
    inputs: loop.inputs.map((i) => ({ ...i, access: { ...i.access, axes: i.access.axes.map((a) => ({ ...a, loop: axes[a.loop]! })) } })),
    steps: loop.steps.map((s) => ({ ...s, args: s.args.map(move) })),
    outputs: loop.outputs.map((o) => ({ ...o, fields: o.fields.map(move) })),
  };
}

/** An input read at the loop's own position. */
export function readInPlace({ view: _, ...input }: LoopInput): LoopInput {
  return { ...input, access: { axes: input.access.axes.map((_, axis) => ({ loop: axis, offset: 0 })) } };
}
