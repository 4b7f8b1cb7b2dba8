import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { flip } from "./flip.ts";

const test = suite("ops: flip");

test("backwards", () => {
  const m = dense("i32", [2, 3], [1, 2, 3, 4, 5, 6]);
  assert.equal(list(applied(flip, { inputs: [m] })), [6, 5, 4, 3, 2, 1]);
  assert.equal(list(applied(flip, { inputs: [m], attributes: { axes: [0] } })), [4, 5, 6, 1, 2, 3]);
  assert.equal(list(applied(flip, { inputs: [m], attributes: { axes: [-1] } })), [3, 2, 1, 6, 5, 4]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[3]) applied(flip, { inputs: [elements(dtype, shape)], attributes: { axes: [2, 0] } });
});

test("wrong calls", () => assert.is(refused(flip, { inputs: [dense("f64", [1], [1])], attributes: { axes: [1] } }), "SPMD2070 flip: axes [1], for an array of shape [1]"));

test.run();
