import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { DType } from "../ir/types.ts";
import { dense } from "../reference/dense.ts";
import { applied, elementKernel, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { zipWith } from "./zipWith.ts";

const test = suite("ops: zipWith");

const product = (a: DType, b: DType) => elementKernel([a, b], 0, ([x, y]) => ({ kind: "arithmetic", type: "f64", op: "sub", left: { kind: "convert", type: "f64", operand: x! }, right: { kind: "convert", type: "f64", operand: y! } }));

test("two to four arrays", () => {
  assert.equal(list(applied(zipWith, { inputs: [dense("f64", [2], [5, 7]), dense("i32", [2], [1, 2])], kernel: product("f64", "i32") })), [4, 5]);
  const four = elementKernel(["i32", "i32", "i32", "i32"], 1, (x, [i]) => [...x, i!].reduce((left, right) => ({ kind: "arithmetic", type: "int", op: "add", left, right })));
  assert.equal(list(applied(zipWith, { inputs: [1, 2, 3, 4].map((v) => dense("i32", [2], [v, 10 * v])), kernel: four, indices: 1 })), [10, 101]);
});

test("the dtype of the first, f64 if any is; not of bools", () => {
  const element = (a: DType, b: DType): unknown => applied(zipWith, { inputs: [elements(a, [3]), elements(b, [3])], kernel: product(a, b) }).element;
  assert.equal([element("f32", "i32"), element("i16", "f64"), element("bool", "u8"), element("bool", "bool"), element("i8", "f32")], ["f32", "f64", "u8", "i32", "i8"]);
});

test("every dtype, any extents", () => {
  for (const a of everyDType) for (const shape of [...shapesOf[1], ...shapesOf[2]]) applied(zipWith, { inputs: [elements(a, shape), elements("f32", shape)], kernel: product(a, "f32"), element: "f64" });
});

test("shapes that differ", () => {
  const inputs = [elements("f64", [3, 4]), elements("f64", [3, 5])];
  assert.is(refused(zipWith, { inputs, kernel: product("f64", "f64") }), "SPMD2001 zipWith: shapes [3, 4] and [3, 5] differ");
});

test.run();
