import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, shapesOf } from "./agreement.ts";
import { argmax } from "./argmax.ts";
import { argmin } from "./argmin.ts";

const test = suite("ops/argmax");
const at = (values: readonly number[], of = argmax): number => list(applied(of, { inputs: [dense("f64", [values.length], values)] }))[0]!;

test("the first of equal elements, the first NaN, -1 of nothing", () => {
  assert.is(at([3, 7, 1, 7]), 1);
  assert.is(at([3, 1, 1, 7], argmin), 1);
  assert.is(at([3, NaN, 9, NaN]), 1);
  assert.is(at([3, NaN, 9, NaN], argmin), 1);
  assert.is(at([]), -1);
  assert.is(at([-Infinity, -Infinity]), 0);
  assert.is(at([0, -0]), 0);
});

test("the places of a matrix are row-major, with extents of host variables too", () => {
  assert.equal(list(applied(argmax, { inputs: [dense("i16", [2, 3], [1, 2, 3, 4, 9, 5])] })), [4]);
});

for (const dtype of everyDType)
  test(dtype, () => {
    for (const shape of [...shapesOf[1], ...shapesOf[2], ...shapesOf[3]]) for (const of of [argmin, argmax]) applied(of, { inputs: [elements(dtype, shape)] });
  });

test.run();
