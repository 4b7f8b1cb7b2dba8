import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elementKernel, elements, list, shapesOf } from "./agreement.ts";
import { filter } from "./filter.ts";

const test = suite("ops: filter");

const positive = elementKernel(["i32"], 0, ([x]) => ({ kind: "compare", type: "bool", op: "gt", left: x!, right: { kind: "const", type: "int", value: 0 } }));

test("the elements for which the function is true, in order", () => {
  const made = applied(filter, { inputs: [dense("i32", [2, 3], [1, -2, 3, 0, 5, -6])], kernel: positive });
  assert.equal([made.shape, list(made)], [[3], [1, 3, 5]]);
});

test("any extents", () => {
  for (const shape of shapesOf[2]) applied(filter, { inputs: [elements("i32", shape)], kernel: positive });
});

test.run();
