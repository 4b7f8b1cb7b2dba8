import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { reshape } from "./reshape.ts";

const test = suite("ops: reshape");

test("the same elements", () => {
  const a = elements("i16", [4, 6]);
  for (const [shape, made] of [[[24], [24]], [[2, -1], [2, 12]], [[2, 3, 4], [2, 3, 4]], [[1, 24, 1], [1, 24, 1]]]) {
    const result = applied(reshape, { inputs: [a], attributes: { shape: shape! } });
    assert.equal([result.shape, list(result)], [made, list(a)]);
  }
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) applied(reshape, { inputs: [elements(dtype, shape)], attributes: { shape: [shape[1]!, shape[0]!] } });
});

test("wrong calls", () => {
  assert.is(refused(reshape, { inputs: [dense("f64", [2], [1, 2])], attributes: { shape: [3] } }), "SPMD2012 reshape: 2 elements do not fill the shape [3]");
  assert.is(refused(reshape, { inputs: [dense("f64", [2], [1, 2])], attributes: { shape: [-1, 4] } }), "SPMD2012 reshape: 2 elements do not fill the shape [-1, 4]");
  assert.is(refused(reshape, { inputs: [dense("f64", [2], [1, 2])], attributes: { shape: [-1, -1] } }), "SPMD2005 reshape: -1 is not an extent");
});

test.run();
