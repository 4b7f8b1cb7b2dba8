import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, shapesOf, tame } from "./agreement.ts";
import { max } from "./max.ts";

const test = suite("ops: max");

test("of numbers, of nothing", () => {
  assert.equal(list(applied(max, { inputs: [dense("f64", [2, 2], [1, 2, 3, 4])] })), [4]);
  assert.equal(list(applied(max, { inputs: [dense("f64", [0], [])] })), [-Infinity]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of [...shapesOf[1], ...shapesOf[2], ...shapesOf[3]]) {
    applied(max, { inputs: [elements(dtype, shape)] });
    applied(max, { inputs: [tame(dtype, shape)] });
  }
});

test.run();
