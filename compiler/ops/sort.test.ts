import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { sort } from "./sort.ts";

const test = suite("ops: sort");

const a = dense("f64", [6], [3, NaN, -0, 0, -1, 3]);

test("in order, not-a-number last, zeros as they stand", () => {
  assert.equal(list(applied(sort, { inputs: [a] })), [-1, -0, 0, 3, 3, NaN]);
  assert.equal(list(applied(sort, { inputs: [a], attributes: { options: { descending: true } } })), [3, 3, -0, 0, -1, NaN]);
});

test("each row", () => assert.equal(list(applied(sort, { inputs: [dense("u8", [2, 3], [3, 1, 2, 9, 7, 8])] })), [1, 2, 3, 7, 8, 9]));

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[3]) applied(sort, { inputs: [elements(dtype, shape)] });
});

test("wrong calls", () => assert.match(refused(sort, { inputs: [dense("f64", [], [1])] }), /^SPMD2070 sort: no axis to sort along/));

test.run();
