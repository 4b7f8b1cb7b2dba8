import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused } from "./agreement.ts";
import { outer } from "./outer.ts";

const test = suite("ops: outer");

test("each with each", () => {
  const result = applied(outer, { inputs: [dense("f64", [2], [2, -1]), dense("f64", [3], [1, 0, 5])] });
  assert.equal(result.shape, [2, 3]);
  assert.equal(list(result), [2, 0, 10, -1, -0, -5]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType.filter((d) => d !== "bool")) for (const [m, n] of [[0, 3], [3, 0], [1, 1], [7, 130]] as const) {
    applied(outer, { inputs: [elements(dtype, [m]), elements(dtype, [n])] });
    applied(outer, { inputs: [elements(dtype, [m]), elements("f64", [n])] });
  }
});

test("wrong calls", () => {
  assert.match(refused(outer, { inputs: [elements("f64", [2, 2]), elements("f64", [2])] }), /^SPMD2002 outer: needs a 1-D array, got shape \[2, 2\]/);
  assert.match(refused(outer, { inputs: [elements("f32", [2]), elements("i32", [2])] }), /^SPMD2008/);
  assert.match(refused(outer, { inputs: [elements("bool", [2]), elements("bool", [2])] }), /^SPMD2093/);
});

test.run();
