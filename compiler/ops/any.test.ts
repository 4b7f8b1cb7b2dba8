import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense, scalarOfDense } from "../reference/dense.ts";
import { applied, elements, everyDType, shapesOf } from "./agreement.ts";
import { all } from "./all.ts";
import { any } from "./any.ts";
import { count } from "./count.ts";

const test = suite("ops/any");
const values = (list: readonly number[]) => ({ inputs: [dense("f64", [list.length], list)] });

test("0 and NaN are false", () => {
  assert.is(scalarOfDense(applied(any, values([0, NaN, -0]))), false);
  assert.is(scalarOfDense(applied(any, values([0, NaN, -1]))), true);
  assert.is(scalarOfDense(applied(all, values([1, NaN]))), false);
  assert.is(scalarOfDense(applied(all, values([1, -0.5]))), true);
  assert.is(scalarOfDense(applied(count, values([1, 0, NaN, Infinity]))), 2);
});

test("of nothing", () => {
  assert.is(scalarOfDense(applied(any, values([]))), false);
  assert.is(scalarOfDense(applied(all, values([]))), true);
  assert.is(scalarOfDense(applied(count, values([]))), 0);
});

for (const dtype of everyDType)
  test(dtype, () => {
    for (const shape of [...shapesOf[1], ...shapesOf[2], ...shapesOf[3]]) for (const of of [any, all, count]) applied(of, { inputs: [elements(dtype, shape)] });
  });

test.run();
