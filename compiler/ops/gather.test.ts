import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { gather } from "./gather.ts";

const test = suite("ops: gather");

const a = dense("f64", [3], [10, 20, 30]), rows = dense("i16", [2, 2], [1, 2, 3, 4]);

test("rows by index, -1 the last", () => {
  assert.equal(list(applied(gather, { inputs: [a, dense("i32", [4], [2, 0, -1, -3])] })), [30, 10, 30, 10]);
  const made = applied(gather, { inputs: [rows, dense("u8", [1, 2], [1, 0])] });
  assert.equal([made.shape, list(made)], [[1, 2, 2], [3, 4, 1, 2]]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) applied(gather, { inputs: [elements(dtype, shape), dense("i32", [shape[0]!], Array.from({ length: shape[0]! }, (_, k) => -1 - k))] });
});

test("wrong calls", () => {
  assert.is(refused(gather, { inputs: [a, a] }), "SPMD2071 gather: the indices are f64, not integers");
  assert.throws(() => applied(gather, { inputs: [a, dense("i32", [2], [0, 3])] }), "gather: index 3 is not a position of an axis of 3");
  assert.throws(() => applied(gather, { inputs: [a, dense("i32", [2], [-4, 3])] }), "gather: index -4 is not a position of an axis of 3");
});

test.run();
