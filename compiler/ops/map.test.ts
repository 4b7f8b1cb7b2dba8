import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { DType } from "../ir/types.ts";
import { dense } from "../reference/dense.ts";
import { applied, elementKernel, elements, everyDType, list, shapesOf } from "./agreement.ts";
import { map } from "./map.ts";

const test = suite("ops: map");

const twice = (dtype: DType) => elementKernel([dtype], 1, ([x], [i]) => (dtype === "bool" ? x! : { kind: "arithmetic", type: x!.type, op: "add", left: x!, right: { kind: "convert", type: x!.type, operand: i! } }));

test("keeps the dtype, or has the one that is named", () => {
  assert.equal(list(applied(map, { inputs: [dense("f64", [3], [0.5, 1, 2])], kernel: twice("f64"), indices: 1 })), [0.5, 2, 4]);
  assert.is(applied(map, { inputs: [dense("f32", [1], [1])], kernel: twice("f32"), indices: 1 }).element, "f32");
  assert.is(applied(map, { inputs: [dense("bool", [1], [1])], kernel: elementKernel(["bool"], 0, ([x]) => ({ kind: "convert", type: "int", operand: x! })) }).element, "i32");
  assert.equal(list(applied(map, { inputs: [dense("i32", [2], [255, 256])], kernel: twice("i32"), indices: 1, element: "u8" })), [255, 1]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of [...shapesOf[1], ...shapesOf[2], ...shapesOf[3]]) applied(map, { inputs: [elements(dtype, shape)], kernel: twice(dtype), indices: 1 });
});

test("captures", () => {
  const kernel = elementKernel(["f64", "f64"], 0, ([x, c]) => ({ kind: "arithmetic", type: "f64", op: "mul", left: x!, right: c! }));
  assert.equal(list(applied(map, { inputs: [dense("f64", [2], [1, 2])], kernel, captures: ["c"], host: { c: 10 } })), [10, 20]);
});

test.run();
