import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { tile } from "./tile.ts";

const test = suite("ops: tile");

test("repeated", () => {
  const made = applied(tile, { inputs: [dense("i32", [1, 2], [1, 2])], attributes: { times: [2, 3] } });
  assert.equal([made.shape, list(made)], [[2, 6], [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) for (const times of [[1, 0], [2, 1], [3, 2]]) applied(tile, { inputs: [elements(dtype, shape)], attributes: { times } });
});

test("wrong calls", () => assert.is(refused(tile, { inputs: [dense("f64", [1], [1])], attributes: { times: [-1] } }), "SPMD2070 tile: times [-1], for an array of shape [1]"));

test.run();
