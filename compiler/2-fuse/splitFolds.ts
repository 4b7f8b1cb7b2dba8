// A reduction over several axes, but not all, is one reduction after another, the last axis first: the order that `runtime/layout/tree.ts` defines for it.
//
//   loop [n, m, k] { reduce %1 over [0, 2] }     ->     loop [n, m, k] { reduce %8 over [2] };  loop [n, m] { reduce %1 = %8 over [0] }
//
// What is left in between is kept as it is accumulated.
import type { Loop, LoopOutput } from "../ir/array.ts";
import { accumulatorOfOutput } from "../ir/array.ts";
import { fieldsOf } from "../ir/types.ts";
import type { ArrayType, ValueId } from "../ir/types.ts";

type Reduce = LoopOutput & { readonly kind: "reduce" };

export function splitFolds(loop: Loop, fresh: () => ValueId): readonly Loop[] {
  const later: Loop[] = [], ndim = loop.shape.length;
  const outputs = loop.outputs.map((output): LoopOutput => {
    if (output.kind !== "reduce" || output.axes.length < 2 || output.axes.length === ndim) return output;
    const axis = output.axes.at(-1)!, type: ArrayType = { element: accumulatorOfOutput(loop.inputs, output), shape: loop.shape.filter((_, k) => k !== axis) }, result = fresh();
    later.push(...splitFolds(restOf(loop, output, { value: result, type }), fresh));
    return { ...output, result, type, axes: [axis] };
  });
  return [{ ...loop, outputs }, ...later];
}

/** The reduction over the axes that are left, of what the first one gives. */
function restOf(loop: Loop, output: Reduce, { value, type }: { readonly value: ValueId; readonly type: ArrayType }): Loop {
  const access = { axes: type.shape.map((_, axis) => ({ loop: axis, offset: 0 })) }, fields = fieldsOf(type.element).map(([field]) => ({ kind: "element", input: 0, field }) as const);
  const { op: _, ...rest } = output;
  return { kind: "loop", ops: [loop.ops[output.op ?? loop.ops.length - 1]!], shape: type.shape, inputs: [{ value, type, access }], captures: [], steps: [], outputs: [{ ...rest, fields, axes: output.axes.slice(0, -1) }], span: loop.span };
}
