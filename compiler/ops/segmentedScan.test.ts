import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { segmentedScan } from "./segmentedScan.ts";

const test = suite("ops/segmentedScan");
const a = dense("f64", [6], [1, 2, 3, 4, 5, 6]), flags = dense("bool", [6], [false, false, true, false, true, false]);

test("prefixes begin anew at each flag", () => {
  assert.equal(list(applied(segmentedScan, { inputs: [a, flags], monoid: "add" })), [1, 3, 3, 7, 5, 11]);
  assert.equal(list(applied(segmentedScan, { inputs: [a, flags], monoid: "add", attributes: { options: { exclusive: true } } })), [0, 1, 0, 3, 0, 5]);
  assert.equal(list(applied(segmentedScan, { inputs: [a, flags], monoid: "max", attributes: { options: { exclusive: true } } })), [-Infinity, 1, -Infinity, 3, -Infinity, 5]);
});

test("the flags are bool", () => {
  assert.match(refused(segmentedScan, { inputs: [a, a], monoid: "add" }), "SPMD2011");
});

test("the option is part of the program", () => {
  assert.match(refused(segmentedScan, { inputs: [a, flags], monoid: "add", attributes: { options: { exclusive: { host: "x" } } } }), "SPMD2014 segmentedScan: the option 'exclusive' must be known");
});

for (const dtype of everyDType)
  test(dtype, () => {
    for (const shape of [...shapesOf[1], ...shapesOf[2]]) for (const monoid of ["add", "min"] as const) applied(segmentedScan, { inputs: [elements(dtype, shape), elements("bool", shape)], monoid });
  });

test.run();
