import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Loop, LoopInput, LoopOutput, Position, View } from "./array.ts";
import { canRun, inputPlacements, outputPlacement } from "./placed.ts";
import { block, cyclic, evaluatedPlacement, parsePlacement, replicated, root, showPlacement } from "./placement.ts";
import type { Placement } from "./placement.ts";
import { collectiveFor } from "./reshard.ts";
import type { Boundary } from "../../runtime/abi.ts";

const test = suite("placed");
const span = { file: "t.ts", line: 1, column: 1 }, type = { element: "f64", shape: ["n", "m"] } as const, monoid = { name: "add", identity: 0, fn: "@add" } as const;
const value = { kind: "element", input: 0, field: "" } as const;
const read = (offsets: readonly number[], axes: readonly number[] = [0, 1], boundary: Boundary = { kind: "clamp" }): Loop["inputs"][number] => ({
  value: "%0", type, access: { axes: axes.map((loop, k) => ({ loop, offset: offsets[k]! })), ...(offsets.some((o) => o !== 0) && { boundary }) },
});
const loopOf = (inputs: Loop["inputs"], outputs: readonly LoopOutput[]): Loop => ({ kind: "loop", ops: [{ op: "f", span }], shape: ["n", "m"], inputs, captures: [], steps: [], outputs, span });
const store: LoopOutput = { kind: "store", result: "%1", type, fields: [value] };
const reduce = (axes: readonly number[]): LoopOutput => ({ kind: "reduce", result: "%2", type: { element: "f64", shape: axes.length === 2 ? [] : ["n"] }, fields: [value], monoid, axes });

test("leaves stay whole along the axis that is folded", () => {
  const rows = loopOf([read([0, 0])], [reduce([1])]), cols = loopOf([read([0, 0])], [reduce([0])]);
  assert.equal([block(0), block(1), block(1, 8), block(1, 128), cyclic(0), cyclic(1), replicated].map((at) => canRun(rows, at)), [true, false, false, true, true, false, true]);
  assert.equal([block(0), block(0, 8), block(0, 128), block(1), cyclic(0)].map((at) => canRun(cols, at)), [false, true, true, true, false]);
});

test("neighbours along a distributed axis are a halo, as wide as the farthest; a dealt axis has none", () => {
  const loop = loopOf([read([-1, 0]), read([2, 0]), read([0, 3]), read([0, 0])], [store]);
  assert.equal(inputPlacements(loop, block(0, 8)).map(showPlacement), Array(4).fill("block(0, align 8, halo 2 clamp)"));
  assert.equal(inputPlacements(loop, block(1)).map(showPlacement), Array(4).fill("block(1, halo 3 clamp)"));
  assert.is(canRun(loop, cyclic(0)), false);
});

test("a transposed read is placed by its own axis, a row that all need is everywhere", () => {
  const row: Loop["inputs"][number] = { value: "%5", type: { element: "f64", shape: ["m"] }, access: { axes: [{ loop: 1, offset: 0 }] } };
  assert.equal(inputPlacements(loopOf([read([0, 0], [1, 0]), row], [store]), block(0)), [block(1), replicated]);
});

test("part of an array is a window of it, one around all its reads that are alike; one position goes to every rank", () => {
  const seen = (view: View, axes: readonly number[]): LoopInput => ({ value: "%0", type: { element: "f64", shape: ["n", "m"] }, access: { axes: axes.map((loop) => ({ loop, offset: 0 })) }, view });
  const from = (position: Position, step = 1) => ({ from: position, step }), all = from(0), shown = (inputs: LoopInput[], at: Placement) => inputPlacements({ ...loopOf(inputs, [store]), shape: ["k", "m"] }, at).map(showPlacement);
  assert.equal(shown([seen([from(1), all], [0, 1]), seen([from(3), from(2)], [0, 1])], block(0, 8)), Array(2).fill("window(0, align 8, of $k, from 1 step 1 more 2)"));
  assert.equal(shown([seen([from(1), all], [0, 1])], block(1)), ["block(1)"]);
  assert.equal(shown([seen([from({ host: "n", plus: -1 }, -1), all], [0, 1])], block(0)), ["window(0, of $k, from $n-1 step -1 more 0)"]);
  for (const at of [block(0), cyclic(0), replicated]) assert.equal(shown([seen([from({ host: "p", plus: 0 }, 0), all], [1])], at), ["window(0, of 1, from $p step 0 more 0)"]);
  assert.equal(shown([seen([all, from(2, 0)], [0])], block(0)), ["window(0, of $k, from 0 step 1 more 0)"]);
  assert.is(canRun({ ...loopOf([seen([from(1), all], [0, 1])], [store]), shape: ["k", "m"] }, cyclic(0)), false);
});

test("placements are written and read", () => {
  for (const text of ["window(0, of 7, from 1 step 1 more 2)", "window(1, align 128, of $$e1, from $n$1-1 step -1 more 0)", "window(0, of 1, from $k+2 step 0 more 0)"]) assert.is(showPlacement(parsePlacement(text)), text);
  assert.equal(evaluatedPlacement(parsePlacement("window(0, of $m, from $k-1 step 1 more 0)"), (host) => (host === "m" ? 5 : 3)), parsePlacement("window(0, of 5, from 2 step 1 more 0)"));
});

test("results lie as the loop ran, without the axes that are gone", () => {
  const loop = loopOf([], [store]);
  assert.equal(outputPlacement(loop, store, block(1)), block(1));
  assert.equal(outputPlacement(loop, reduce([0]), block(1)), block(0));
  assert.equal(outputPlacement(loop, reduce([1]), cyclic(0)), cyclic(0));
  assert.equal(outputPlacement(loop, reduce([0, 1]), block(0)), replicated);
});

test("the table of collectives", () => {
  const halo = parsePlacement("block(0, halo 1 wrap)");
  assert.equal([[block(0), replicated], [block(0), root], [block(0), block(1)], [block(0), block(0, 8)], [block(0), halo], [block(1), halo], [halo, block(0)], [replicated, cyclic(0)], [root, replicated], [cyclic(0), cyclic(0)]].map(([a, b]) => collectiveFor(a!, b!)),
    ["allgather", "gather", "alltoall", "alltoall", "halo", "alltoall", "slice", "slice", "bcast", "none"]);
  const part = parsePlacement("window(0, of $k, from 1 step 1 more 0)"), row = parsePlacement("window(0, of 1, from $k step 0 more 0)");
  assert.equal([[block(0), part], [block(1), part], [replicated, part], [cyclic(0), part], [block(0), row], [block(1), row], [root, row]].map(([a, b]) => collectiveFor(a!, b!)), ["shift", "alltoall", "slice", "alltoall", "bcast", "allgather", "bcast"]);
});
test.run();
