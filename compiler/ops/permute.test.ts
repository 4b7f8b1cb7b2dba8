import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { permute } from "./permute.ts";

const test = suite("ops: permute");

test("axes in another order", () => {
  const made = applied(permute, { inputs: [dense("i32", [1, 2, 3], [1, 2, 3, 4, 5, 6])], attributes: { axes: [2, 0, 1] } });
  assert.equal([made.shape, list(made)], [[3, 1, 2], [1, 4, 2, 5, 3, 6]]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[3]) for (const axes of [[0, 1, 2], [-1, 1, 0]]) applied(permute, { inputs: [elements(dtype, shape)], attributes: { axes } });
});

test("wrong calls", () => assert.is(refused(permute, { inputs: [elements("f64", [2, 2])], attributes: { axes: [0, 0] } }), "SPMD2070 permute: axes [0, 0], for an array of shape [2, 2]"));

test.run();
