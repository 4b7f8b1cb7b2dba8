import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, list, refused } from "./agreement.ts";
import { sortBy } from "./sortBy.ts";

const test = suite("ops: sortBy");

test("rows in the order of their keys, equal keys in theirs", () => {
  const keys = dense("i32", [3], [2, 1, 2]);
  assert.equal(list(applied(sortBy, { inputs: [keys, dense("f64", [3, 2], [1, 2, 3, 4, 5, 6])] })), [3, 4, 1, 2, 5, 6]);
  assert.equal(list(applied(sortBy, { inputs: [keys, dense("f64", [3], [1, 2, 3])], attributes: { options: { descending: true } } })), [1, 3, 2]);
});

test("wrong calls", () => {
  assert.is(refused(sortBy, { inputs: [dense("i32", [1, 1], [2]), dense("i32", [1], [2])] }), "SPMD2070 sortBy: keys need one axis, for an array of shape [1, 1]");
  assert.is(refused(sortBy, { inputs: [dense("i32", [1], [2]), dense("i32", [2], [2, 3])] }), "SPMD2001 sortBy: shapes [1] and [2] differ");
});

test.run();
