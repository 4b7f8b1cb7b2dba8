import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Attribute } from "../ir/array.ts";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { shift } from "./shift.ts";

const test = suite("ops: shift");

const a = dense("i32", [5], [1, 2, 3, 4, 5]);
const moved = (offset: number, boundary: Attribute, host = {}): number[] => list(applied(shift, { inputs: [a], attributes: { offsets: [offset], options: { boundary } }, host }));

test("result[i] is a[i + offset]; boundaries", () => {
  assert.equal(moved(2, "clamp"), [3, 4, 5, 5, 5]);
  assert.equal(moved(-1, "wrap"), [5, 1, 2, 3, 4]);
  assert.equal(moved(2, "reflect"), [3, 4, 5, 4, 3]);
  assert.equal(moved(-2, 9), [9, 9, 1, 2, 3]);
  assert.equal(moved(1, { host: "edge" }, { edge: 7 }), [2, 3, 4, 5, 7]);
  assert.equal(moved(12, "wrap"), [3, 4, 5, 1, 2]);
  assert.equal(moved(9, "reflect"), [2, 3, 4, 5, 4]);
});

test("every dtype, any extents and boundaries", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) for (const boundary of ["clamp", "wrap", "reflect", dtype === "bool" ? true : 3] as const)
    for (const offsets of [[0, 0], [1, -2], [-7, 40]]) applied(shift, { inputs: [elements(dtype, shape)], attributes: { offsets, options: { boundary } } });
});

test("wrong calls", () => {
  assert.is(refused(shift, { inputs: [a], attributes: { offsets: [1, 2] } }), "SPMD2006 shift: offsets [1, 2] for an array of shape [5]");
  assert.is(refused(shift, { inputs: [a], attributes: { offsets: [1], options: { boundary: 0.5 } } }), "SPMD2010 shift: 0.5 is not a value of i32");
});

test.run();
