import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Loop } from "../ir/array.ts";
import { builtinMonoid } from "../ops/monoid.ts";
import { dense } from "../reference/dense.ts";
import { kernelEvaluator } from "../reference/evaluate.ts";
import { interpretLoop } from "../reference/interpretLoop.ts";
import { splitFolds } from "./splitFolds.ts";

const test = suite("split folds");
const span = { file: "a.ts", line: 1, column: 1 }, { monoid, fn } = builtinMonoid("add", "f32");

test("several axes are folded one after another, the last first, to the same bits as at once", () => {
  const shape = [3, 4, 5, 2], input = { value: "%1", type: { element: "f32", shape }, access: { axes: shape.map((_, loop) => ({ loop, offset: 0 })) } } as const;
  for (const axes of [[0, 2], [1, 2, 3], [0, 1], [2, 3]]) {
    const loop: Loop = { kind: "loop", ops: [{ op: "reduce", span }], shape, inputs: [input], captures: [], steps: [], outputs: [{ kind: "reduce", result: "%2", type: { element: "f32", shape: shape.filter((_, k) => !axes.includes(k)) }, fields: [{ kind: "element", input: 0, field: "" }], monoid, axes }], span };
    let next = 9;
    const parts = splitFolds(loop, () => `%${next++}`), evaluate = kernelEvaluator([fn]), a = dense("f32", shape, Array.from({ length: 120 }, (_, k) => Math.fround(Math.sin(k) * 1e3)));
    assert.equal(parts.map((p) => p.outputs[0]!.kind === "reduce" && p.outputs[0]!.axes), [...axes].reverse().map((axis) => [axis]));
    let value = a;
    for (const part of parts) value = interpretLoop(part, [value], evaluate, () => 0)[0]!;
    assert.equal(value, interpretLoop(loop, [a], evaluate, () => 0)[0]);
  }
});
test.run();
