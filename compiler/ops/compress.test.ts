import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { compress } from "./compress.ts";

const test = suite("ops: compress");

const m = dense("i32", [2, 3], [1, 2, 3, 4, 5, 6]);

test("the elements where the mask is true", () => {
  const made = applied(compress, { inputs: [m, dense("bool", [2, 3], [true, false, true, false, false, true])] });
  assert.equal([made.shape, list(made)], [[3], [1, 3, 6]]);
});

test("a mask of rows", () => {
  const made = applied(compress, { inputs: [m, dense("bool", [2], [false, true])] });
  assert.equal([made.shape, list(made)], [[1, 3], [4, 5, 6]]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) applied(compress, { inputs: [elements(dtype, shape), elements("bool", shape)] });
});

test("wrong calls", () => {
  assert.is(refused(compress, { inputs: [m, m] }), "SPMD2071 compress: the elements of the mask are i32, not bool");
  assert.is(refused(compress, { inputs: [m, dense("bool", [3], [true, true, true])] }), "SPMD2001 compress: shapes [2, 3] and [3] differ");
});

test.run();
