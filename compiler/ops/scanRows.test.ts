import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, everyDType, list, refused, shapesOf, tame } from "./agreement.ts";
import { scanRows } from "./scanRows.ts";
import { accepts, monoidNames } from "./monoid.ts";

const test = suite("ops: scanRows");

const a = dense("i32", [2, 3], [1, 2, 3, 4, 5, 6]), exclusive = { options: { exclusive: true } };

test("with the element itself, and without", () => {
  assert.equal(list(applied(scanRows, { inputs: [a], monoid: "add" })), [1, 3, 6, 4, 9, 15]);
  assert.equal(list(applied(scanRows, { inputs: [a], monoid: "add", attributes: exclusive })), [0, 1, 3, 0, 4, 9]);
});

test("keeps the dtype, wrapping; or has the one that is named", () => {
  const bytes = dense("u8", [1, 3], [200, 100, 100]);
  assert.equal(list(applied(scanRows, { inputs: [bytes], monoid: "add" })), [200, 44, 144]);
  assert.equal(list(applied(scanRows, { inputs: [bytes], monoid: "add", element: "f32" })), [200, 300, 400]);
});

test("every dtype and monoid, any extents", () => {
  for (const dtype of everyDType) for (const monoid of monoidNames.filter((m) => accepts(m, dtype))) for (const shape of shapesOf[2]) {
    applied(scanRows, { inputs: [tame(dtype, shape)], monoid });
    applied(scanRows, { inputs: [tame(dtype, shape)], monoid, attributes: exclusive });
  }
});

test("the option is part of the program", () => assert.is(refused(scanRows, { inputs: [a], monoid: "add", attributes: { options: { exclusive: { host: "x" } } } }), "SPMD2014 scanRows: the option 'exclusive' must be known when the program is compiled"));

test.run();
