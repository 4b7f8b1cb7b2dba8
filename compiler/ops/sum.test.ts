import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, shapesOf, tame } from "./agreement.ts";
import { sum } from "./sum.ts";

const test = suite("ops: sum");

test("of numbers, of nothing", () => {
  assert.equal(list(applied(sum, { inputs: [dense("f64", [2, 2], [1, 2, 3, 4])] })), [10]);
  assert.equal(list(applied(sum, { inputs: [dense("f64", [0], [])] })), [0]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of [...shapesOf[1], ...shapesOf[2], ...shapesOf[3]]) {
    applied(sum, { inputs: [elements(dtype, shape)] });
    applied(sum, { inputs: [tame(dtype, shape)] });
  }
});

test.run();
