import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, everyDType, list, refused, shapesOf, tame } from "./agreement.ts";
import { reduceCols } from "./reduceCols.ts";
import { accepts, monoidNames } from "./monoid.ts";

const test = suite("ops: reduceCols");

const a = [1, 2, 3, 4, 5, 6];

test("one value for each that is left", () => {
  const sums = applied(reduceCols, { inputs: [dense("i32", [2, 3], a)], monoid: "add" });
  assert.equal([sums.element, ...list(sums)], ["i32", ...[5, 7, 9]]);
});

test("keeps the dtype, wrapping; or has the one that is named", () => {
  const bytes = dense("u8", [2, 2], [200, 100, 100, 200]);
  assert.equal(list(applied(reduceCols, { inputs: [bytes], monoid: "add" })), [44, 44]);
  assert.equal(list(applied(reduceCols, { inputs: [bytes], monoid: "add", element: "i32" })), [300, 300]);
  assert.is(applied(reduceCols, { inputs: [dense("bool", [1, 1], [1])], monoid: "add" }).element, "i32");
  assert.is(applied(reduceCols, { inputs: [dense("bool", [1, 1], [1])], monoid: "or" }).element, "bool");
});

test("every dtype and monoid, any extents", () => {
  for (const dtype of everyDType) for (const monoid of monoidNames.filter((m) => accepts(m, dtype))) for (const shape of shapesOf[2]) applied(reduceCols, { inputs: [tame(dtype, shape)], monoid });
});

test("wrong calls", () => {
  assert.is(refused(reduceCols, { inputs: [tame("f64", [3])], monoid: "add" }), "SPMD2002 reduceCols: needs a 2-D array, got shape [3]");
  assert.is(refused(reduceCols, { inputs: [tame("f64", [3, 3])], monoid: "add", element: "i32" }), "SPMD2018 reduceCols: f64 elements do not combine to i32");
});

test.run();
