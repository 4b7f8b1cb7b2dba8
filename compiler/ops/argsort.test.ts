import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, shapesOf } from "./agreement.ts";
import { argsort } from "./argsort.ts";

const test = suite("ops: argsort");

test("where the elements stand, equal ones in their order", () => {
  assert.equal(list(applied(argsort, { inputs: [dense("f64", [5], [3, NaN, 1, 3, 1])] })), [2, 4, 0, 3, 1]);
  assert.equal(list(applied(argsort, { inputs: [dense("f64", [5], [3, NaN, 1, 3, 1])], attributes: { options: { descending: true } } })), [0, 3, 2, 4, 1]);
  assert.equal(list(applied(argsort, { inputs: [dense("bool", [2, 2], [true, false, true, true])] })), [1, 0, 0, 1]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) applied(argsort, { inputs: [elements(dtype, shape)] });
});

test.run();
