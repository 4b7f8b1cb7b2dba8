import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, shapesOf, tame } from "./agreement.ts";
import { prod } from "./prod.ts";

const test = suite("ops: prod");

test("of numbers, of nothing", () => {
  assert.equal(list(applied(prod, { inputs: [dense("f64", [2, 2], [1, 2, 3, 4])] })), [24]);
  assert.equal(list(applied(prod, { inputs: [dense("f64", [0], [])] })), [1]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of [...shapesOf[1], ...shapesOf[2], ...shapesOf[3]]) {
    applied(prod, { inputs: [elements(dtype, shape)] });
    applied(prod, { inputs: [tame(dtype, shape)] });
  }
});

test.run();
