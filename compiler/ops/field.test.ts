import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, list, refused } from "./agreement.ts";
import { field } from "./field.ts";

const test = suite("ops/field");
const a = dense({ x: "f32", on: "bool" }, [2], [{ x: 0.5, on: true }, { x: 2, on: false }]);

test("one field of each record", () => {
  assert.equal(list(applied(field, { inputs: [a], attributes: { name: "x" } })), [0.5, 2]);
  assert.is(applied(field, { inputs: [a], attributes: { name: "on" } }).element, "bool");
});

test("a field that there is not", () => {
  assert.match(refused(field, { inputs: [a], attributes: { name: "y" } }), "SPMD2082");
  assert.match(refused(field, { inputs: [dense("f64", [1], [1])], attributes: { name: "y" } }), "SPMD2082");
});

test.run();
