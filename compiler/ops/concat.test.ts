import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { concat } from "./concat.ts";

const test = suite("ops: concat");

const a = dense("i32", [1, 2], [1, 2]), b = dense("i32", [2, 2], [3, 4, 5, 6]);

test("one after another", () => {
  const rows = applied(concat, { inputs: [a, b, a] });
  assert.equal([rows.shape, list(rows)], [[4, 2], [1, 2, 3, 4, 5, 6, 1, 2]]);
  const columns = applied(concat, { inputs: [b, b], attributes: { options: { axis: -1 } } });
  assert.equal([columns.shape, list(columns)], [[2, 4], [3, 4, 3, 4, 5, 6, 5, 6]]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) applied(concat, { inputs: [elements(dtype, shape), elements(dtype, [shape[0]!, 4])], attributes: { options: { axis: 1 } } });
});

test("wrong calls", () => {
  assert.is(refused(concat, { inputs: [a, b], attributes: { options: { axis: 1 } } }), "SPMD2001 concat: shapes [1, 2] and [2, 2] differ");
  assert.is(refused(concat, { inputs: [a, b], attributes: { options: { axis: 2 } } }), "SPMD2070 concat: axis 2, for an array of shape [1, 2]");
  assert.match(refused(concat, { inputs: [a, dense("f64", [1, 2], [1, 2])] }), /^SPMD2008/);
});

test.run();
