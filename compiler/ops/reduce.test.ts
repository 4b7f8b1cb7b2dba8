import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, list, refused, shapesOf } from "./agreement.ts";
import { reduce } from "./reduce.ts";

const test = suite("ops/reduce");
const along = (axis: number) => ({ options: { axis } });

test("one axis disappears", () => {
  const a = dense("i32", [2, 3], [1, 2, 3, 4, 5, 6]);
  assert.equal(list(applied(reduce, { inputs: [a], monoid: "add", attributes: along(0) })), [5, 7, 9]);
  assert.equal(list(applied(reduce, { inputs: [a], monoid: "max", attributes: along(-1) })), [3, 6]);
});

test("any axis of any number of axes", () => {
  for (const ndim of [1, 2, 3] as const) for (const shape of shapesOf[ndim]) for (let axis = 0; axis < ndim; axis++) for (const dtype of ["f64", "f32", "u8", "bool"] as const) applied(reduce, { inputs: [elements(dtype, shape)], monoid: "add", attributes: along(axis) });
});

test("an axis that there is not", () => {
  assert.match(refused(reduce, { inputs: [elements("f64", [2, 3])], monoid: "add", attributes: along(2) }), "SPMD2070");
});

test.run();
