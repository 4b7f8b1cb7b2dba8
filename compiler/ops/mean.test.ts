import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, everyDType, list, shapesOf, tame } from "./agreement.ts";
import { mean } from "./mean.ts";

const test = suite("ops: mean");

test("the sum divided by the number", () => {
  assert.equal(list(applied(mean, { inputs: [dense("f64", [2, 2], [1, 2, 3, 4])] })), [2.5]);
  assert.equal(list(applied(mean, { inputs: [dense("bool", [4], [1, 0, 0, 0])] })), [0.25]);
  assert.equal(list(applied(mean, { inputs: [dense("f64", [0], [])] })), [NaN]);
  const single = applied(mean, { inputs: [dense("f32", [3], [1, 1, 2])] });
  assert.equal([single.element, ...list(single)], ["f32", Math.fround(4 / 3)]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of [...shapesOf[1], ...shapesOf[2], ...shapesOf[3]]) applied(mean, { inputs: [tame(dtype, shape)] });
});

test.run();
