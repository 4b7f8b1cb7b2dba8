import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { broadcastTo } from "./broadcastTo.ts";

const test = suite("ops: broadcastTo");

test("repeated to a larger shape", () => {
  const spread = (shape: readonly number[], to: readonly number[]): number[] => list(applied(broadcastTo, { inputs: [dense("i32", shape, Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => k + 1))], attributes: { shape: to } }));
  assert.equal(spread([2], [2, 2]), [1, 2, 1, 2]);
  assert.equal(spread([2, 1], [2, 2]), [1, 1, 2, 2]);
  assert.equal(spread([1, 2, 1], [2, 2, 2]), [1, 1, 2, 2, 1, 1, 2, 2]);
  assert.equal(spread([1], [0]), []);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) applied(broadcastTo, { inputs: [elements(dtype, shape)], attributes: { shape: [3, ...shape] } });
});

test("wrong calls", () => {
  assert.is(refused(broadcastTo, { inputs: [elements("f64", [2, 3])], attributes: { shape: [3] } }), "SPMD2070 broadcastTo: shape [3], for an array of shape [2, 3]");
  assert.is(refused(broadcastTo, { inputs: [elements("f64", [2, 3])], attributes: { shape: [4, 3] } }), "SPMD2070 broadcastTo: shape [4, 3], for an array of shape [2, 3]");
});

test.run();
