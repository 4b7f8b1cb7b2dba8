import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, everyDType, list, refused, shapesOf, tame } from "./agreement.ts";
import { scanAll } from "./scanAll.ts";
import { accepts, monoidNames } from "./monoid.ts";

const test = suite("ops: scanAll");

const a = dense("i32", [2, 3], [1, 2, 3, 4, 5, 6]), exclusive = { options: { exclusive: true } };

test("with the element itself, and without", () => {
  assert.equal(list(applied(scanAll, { inputs: [a], monoid: "add" })), [1, 3, 6, 10, 15, 21]);
  assert.equal(list(applied(scanAll, { inputs: [a], monoid: "add", attributes: exclusive })), [0, 1, 3, 6, 10, 15]);
});

test("keeps the dtype, wrapping; or has the one that is named", () => {
  const bytes = dense("u8", [1, 3], [200, 100, 100]);
  assert.equal(list(applied(scanAll, { inputs: [bytes], monoid: "add" })), [200, 44, 144]);
  assert.equal(list(applied(scanAll, { inputs: [bytes], monoid: "add", element: "f32" })), [200, 300, 400]);
});

test("every dtype and monoid, any extents", () => {
  for (const dtype of everyDType) for (const monoid of monoidNames.filter((m) => accepts(m, dtype))) for (const shape of shapesOf[2]) {
    applied(scanAll, { inputs: [tame(dtype, shape)], monoid });
    applied(scanAll, { inputs: [tame(dtype, shape)], monoid, attributes: exclusive });
  }
});

test("the option is part of the program", () => assert.is(refused(scanAll, { inputs: [a], monoid: "add", attributes: { options: { exclusive: { host: "x" } } } }), "SPMD2014 scanAll: the option 'exclusive' must be known when the program is compiled"));

test.run();
