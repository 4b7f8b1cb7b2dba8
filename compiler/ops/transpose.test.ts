import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, shapesOf } from "./agreement.ts";
import { transpose } from "./transpose.ts";

const test = suite("ops: transpose");

test("rows become columns", () => {
  const made = applied(transpose, { inputs: [dense("i32", [2, 3], [1, 2, 3, 4, 5, 6])] });
  assert.equal([made.shape, list(made)], [[3, 2], [1, 4, 2, 5, 3, 6]]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) applied(transpose, { inputs: [elements(dtype, shape)] });
});

test.run();
