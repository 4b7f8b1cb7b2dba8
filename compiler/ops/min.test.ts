import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, shapesOf, tame } from "./agreement.ts";
import { min } from "./min.ts";

const test = suite("ops: min");

test("of numbers, of nothing", () => {
  assert.equal(list(applied(min, { inputs: [dense("f64", [2, 2], [1, 2, 3, 4])] })), [1]);
  assert.equal(list(applied(min, { inputs: [dense("f64", [0], [])] })), [Infinity]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of [...shapesOf[1], ...shapesOf[2], ...shapesOf[3]]) {
    applied(min, { inputs: [elements(dtype, shape)] });
    applied(min, { inputs: [tame(dtype, shape)] });
  }
});

test.run();
