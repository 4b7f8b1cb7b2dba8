import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, everyDType, list, refused, tame } from "./agreement.ts";
import { scatter } from "./scatter.ts";

const test = suite("ops: scatter");

const zeros = dense("f64", [3], [0, 0, 0]), indices = dense("i32", [4], [2, 0, 2, -1]);

test("combined in the order of the indices", () => {
  assert.equal(list(applied(scatter, { inputs: [zeros, indices, dense("f64", [4], [1, 2, 3, 4])], monoid: "add" })), [2, 0, 8]);
  assert.equal(list(applied(scatter, { inputs: [zeros, indices, dense("f64", [4], [1, 2, 3, 4])] })), [2, 0, 4]);
});

test("rows, and integers exactly until they are stored", () => {
  assert.equal(list(applied(scatter, { inputs: [dense("i32", [2, 2], [1, 2, 3, 4]), dense("u8", [2], [1, 1]), dense("i32", [2, 2], [10, 20, 30, 40])], monoid: "max" })), [1, 2, 30, 40]);
  assert.equal(list(applied(scatter, { inputs: [dense("u8", [1], [200]), dense("i32", [2], [0, 0]), dense("u8", [2], [100, 3])], monoid: "add" })), [47]);
});

test("every dtype", () => {
  for (const dtype of everyDType) applied(scatter, { inputs: [tame(dtype, [5]), dense("i32", [9], [0, 1, 2, 3, 4, 4, 3, 2, 1]), tame(dtype, [9])], monoid: "mul" });
});

test("wrong calls", () => {
  assert.is(refused(scatter, { inputs: [zeros, indices, dense("f32", [4], [1, 2, 3, 4])] }), "SPMD2008 scatter: dtypes f64 and f32 differ");
  assert.is(refused(scatter, { inputs: [zeros, indices, zeros] }), "SPMD2001 scatter: shapes [4] and [3] differ");
  assert.throws(() => applied(scatter, { inputs: [zeros, dense("i32", [1], [7]), dense("f64", [1], [1])] }), "scatter: index 7 is not a position of an axis of 3");
});

test.run();
