import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { where } from "./where.ts";

const test = suite("ops: where");

const cond = dense("bool", [3], [1, 0, 1]);

test("arrays and scalars", () => {
  assert.equal(list(applied(where, { inputs: [cond, dense("f64", [3], [1, 2, 3]), dense("f64", [3], [10, 20, 30])] })), [1, 20, 3]);
  assert.equal(list(applied(where, { inputs: [cond, dense("i16", [3], [1, 2, 3])], attributes: { b: -1 } })), [1, -1, 3]);
  assert.equal(list(applied(where, { inputs: [cond, dense("f32", [3], [1, 2, 3])], attributes: { a: 0.1 } })), [Math.fround(0.1), 2, Math.fround(0.1)]);
  assert.equal(list(applied(where, { inputs: [cond], attributes: { a: { host: "p" }, b: 2 }, host: { p: 7 } })), [7, 2, 7]);
});

test("dtypes", () => {
  assert.is(applied(where, { inputs: [cond, elements("i32", [3]), elements("f64", [3])] }).element, "f64");
  assert.is(applied(where, { inputs: [cond], attributes: { a: true, b: false } }).element, "bool");
  assert.is(refused(where, { inputs: [cond, elements("i32", [3]), elements("f32", [3])] }), "SPMD2008 where: dtypes i32 and f32 differ");
  assert.is(refused(where, { inputs: [cond, elements("i32", [3])], attributes: { b: 0.5 } }), "SPMD2010 where: 0.5 is not a value of i32");
  assert.is(refused(where, { inputs: [elements("f64", [3])], attributes: { a: 1, b: 2 } }), "SPMD2011 where: the condition is f64, not bool");
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of [...shapesOf[1], ...shapesOf[2]]) applied(where, { inputs: [elements("bool", shape), elements(dtype, shape), elements(dtype, shape)] });
});

test.run();
