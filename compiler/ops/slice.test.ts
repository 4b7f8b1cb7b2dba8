import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { slice } from "./slice.ts";

const test = suite("ops: slice");

const a = dense("i32", [5], [1, 2, 3, 4, 5]), m = dense("f64", [2, 3], [1, 2, 3, 4, 5, 6]);

test("ranges as NumPy reads them", () => {
  const sliced = (...range: (number | null)[]): number[] => list(applied(slice, { inputs: [a], attributes: { axis0: range } }));
  assert.equal(sliced(1, -1), [2, 3, 4]);
  assert.equal(sliced(null, null, -1), [5, 4, 3, 2, 1]);
  assert.equal(sliced(-2, 0, -2), [4, 2]);
  assert.equal(sliced(3), [4, 5]);
  assert.equal(sliced(4, 2), []);
  assert.equal(sliced(-9, 99, 3), [1, 4]);
});

test("an axis without a range stays whole", () => {
  const made = applied(slice, { inputs: [m], attributes: { axis0: [], axis1: [null, null, 2] } });
  assert.equal([made.shape, list(made)], [[2, 2], [1, 3, 4, 6]]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) for (const range of [[1], [null, -1], [null, null, -2], [7, 2]]) applied(slice, { inputs: [elements(dtype, shape)], attributes: { axis0: range, axis1: [0, 2] } });
});

test("wrong calls", () => {
  assert.is(refused(slice, { inputs: [a], attributes: { axis0: [0, 2, 0] } }), "SPMD2070 slice: a step of 0, for an array of shape [5]");
  assert.is(refused(slice, { inputs: [a], attributes: { axis0: [], axis1: [] } }), "SPMD2070 slice: 2 ranges, for an array of shape [5]");
});

test.run();
