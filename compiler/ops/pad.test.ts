import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf } from "./agreement.ts";
import { pad } from "./pad.ts";

const test = suite("ops: pad");

const a = dense("i32", [3], [1, 2, 3]);

test("filled as the boundary says", () => {
  const padded = (boundary?: string | number): number[] => list(applied(pad, { inputs: [a], attributes: { widths: [[2, 4]], ...(boundary === undefined ? {} : { options: { boundary } }) } }));
  assert.equal(padded(), [0, 0, 1, 2, 3, 0, 0, 0, 0]);
  assert.equal(padded(9), [9, 9, 1, 2, 3, 9, 9, 9, 9]);
  assert.equal(padded("clamp"), [1, 1, 1, 2, 3, 3, 3, 3, 3]);
  assert.equal(padded("wrap"), [2, 3, 1, 2, 3, 1, 2, 3, 1]);
  assert.equal(padded("reflect"), [3, 2, 1, 2, 3, 2, 1, 2, 3]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) for (const boundary of ["clamp", "wrap", dtype === "bool" ? true : 3]) applied(pad, { inputs: [elements(dtype, shape)], attributes: { widths: [[1, 0], [3, 5]], options: { boundary } } });
});

test("wrong calls", () => {
  assert.is(refused(pad, { inputs: [a], attributes: { widths: [[1, -1]] } }), "SPMD2070 pad: widths [[1, -1]], for an array of shape [3]");
  assert.is(refused(pad, { inputs: [a], attributes: { widths: [] } }), "SPMD2070 pad: widths [], for an array of shape [3]");
  assert.is(refused(pad, { inputs: [a], attributes: { widths: [[1, 1]], options: { boundary: 0.5 } } }), "SPMD2010 pad: 0.5 is not a value of i32");
});

test.run();
