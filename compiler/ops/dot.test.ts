import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense, scalarOfDense } from "../reference/dense.ts";
import { applied, elements, everyDType, refused, shapesOf } from "./agreement.ts";
import { dot } from "./dot.ts";
import { norm } from "./norm.ts";

const test = suite("ops/dot");

test("products are added up", () => {
  assert.is(scalarOfDense(applied(dot, { inputs: [dense("f64", [3], [1, 2, 3]), dense("i32", [3], [4, 5, 6])] })), 32);
  assert.is(scalarOfDense(applied(norm, { inputs: [dense("f64", [2, 1], [3, 4])] })), 5);
  assert.is(scalarOfDense(applied(norm, { inputs: [dense("f32", [2], [1, 1])] })), Math.fround(Math.sqrt(2)));
});

test("shapes must agree", () => {
  assert.match(refused(dot, { inputs: [elements("f64", [3]), elements("f64", [4])] }), "SPMD2001");
});

for (const dtype of everyDType)
  test(dtype, () => {
    for (const shape of [...shapesOf[1], ...shapesOf[2]]) {
      for (const other of everyDType) applied(dot, { inputs: [elements(dtype, shape), elements(other, shape)] });
      applied(norm, { inputs: [elements(dtype, shape)] });
    }
  });

test.run();
