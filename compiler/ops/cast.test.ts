import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, shapesOf } from "./agreement.ts";
import { cast } from "./cast.ts";

const test = suite("ops: cast");

test("as a typed array stores them", () => {
  assert.equal(list(applied(cast, { inputs: [dense("f64", [5], [1.9, -1.9, 300, NaN, 2 ** 32 + 5])], element: "u8" })), [1, 255, 44, 0, 5]);
  assert.equal(list(applied(cast, { inputs: [dense("f64", [4], [0, -0, NaN, 0.5])], element: "bool" })), [0, 0, 0, 1]);
  assert.equal(list(applied(cast, { inputs: [dense("bool", [2], [0, 1])], element: "f32" })), [0, 1]);
});

test("every dtype to every other", () => {
  for (const from of everyDType) for (const element of everyDType) for (const shape of shapesOf[1]) applied(cast, { inputs: [elements(from, shape)], element });
});

test.run();
