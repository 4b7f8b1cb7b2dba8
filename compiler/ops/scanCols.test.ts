import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, list, shapesOf } from "./agreement.ts";
import { scanCols } from "./scanCols.ts";

const test = suite("ops/scanCols");

test("prefixes down each column", () => {
  const a = dense("i32", [3, 2], [1, 2, 3, 4, 5, 6]);
  assert.equal(list(applied(scanCols, { inputs: [a], monoid: "add" })), [1, 2, 4, 6, 9, 12]);
  assert.equal(list(applied(scanCols, { inputs: [a], monoid: "add", attributes: { options: { exclusive: true } } })), [0, 0, 1, 2, 4, 6]);
});

test("any extents", () => {
  for (const shape of shapesOf[2]) for (const dtype of ["f64", "f32", "i16", "bool"] as const) applied(scanCols, { inputs: [elements(dtype, shape)], monoid: "add" });
});

test.run();
