import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applied, elements, everyDType, shapesOf } from "./agreement.ts";
import { distribute } from "./distribute.ts";

const test = suite("ops: distribute");

test("the same array, with a hint", () => {
  for (const how of ["rows", "cols", "cyclic", "replicated"]) for (const dtype of everyDType) for (const shape of shapesOf[2]) assert.equal(applied(distribute, { inputs: [elements(dtype, shape)], attributes: { how } }).shape, shape);
});

test.run();
