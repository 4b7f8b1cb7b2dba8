import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applied, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { full } from "./full.ts";

const test = suite("ops: full");

test("a literal", () => {
  assert.equal(list(applied(full, { attributes: { shape: [3], value: 0.5 } })), [0.5, 0.5, 0.5]);
  assert.is(applied(full, { attributes: { shape: [1], value: true } }).element, "bool");
  for (const element of everyDType) for (const shape of shapesOf[2]) applied(full, { attributes: { shape, value: element === "bool" ? true : 3 }, element });
});

test("a host value", () => {
  assert.equal(list(applied(full, { attributes: { shape: [2], value: { host: "v" } }, host: { v: 7 }, element: "i16" })), [7, 7]);
  assert.equal(list(applied(full, { attributes: { shape: [2], value: { host: "v" } }, host: { v: 0.1 }, element: "f32" })), [Math.fround(0.1), Math.fround(0.1)]);
});

test("wrong values", () => {
  assert.is(refused(full, { attributes: { shape: [2], value: 0.5 }, element: "i32" }), "SPMD2010 full: 0.5 is not a value of i32");
  assert.is(refused(full, { attributes: { shape: [2], value: 1 }, element: "bool" }), "SPMD2010 full: 1 is not a value of bool");
});

test.run();
