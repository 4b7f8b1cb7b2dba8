import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { DType } from "../ir/types.ts";
import { dense } from "../reference/dense.ts";
import { applied, elementKernel, elements, everyDType, list, shapesOf } from "./agreement.ts";
import { stencil } from "./stencil.ts";

const test = suite("ops: stencil");

const difference = (dtype: DType, offsets: readonly (readonly number[])[]) => ({
  kernel: elementKernel([dtype, dtype], 1, ([x, y], [i]) => ({ kind: "arithmetic", type: "f64", op: "add", left: { kind: "convert", type: "f64", operand: i! }, right: { kind: "arithmetic", type: "f64", op: "sub", left: { kind: "convert", type: "f64", operand: x! }, right: { kind: "convert", type: "f64", operand: y! } } })),
  indices: 1,
  offsets,
});

test("neighbours, positions, boundaries", () => {
  const a = dense("f64", [4], [1, 4, 9, 16]), central = difference("f64", [[1], [-1]]);
  assert.equal(list(applied(stencil, { inputs: [a], ...central })), [3, 9, 14, 10]);
  assert.equal(list(applied(stencil, { inputs: [a], ...central, attributes: { options: { boundary: "wrap" } } })), [-12, 9, 14, -5]);
  assert.equal(list(applied(stencil, { inputs: [a], ...central, attributes: { options: { boundary: 0 } } })), [4, 9, 14, -6]);
});

test("every dtype, any extents and boundaries", () => {
  for (const dtype of everyDType) for (const shape of shapesOf[2]) for (const boundary of ["clamp", "wrap", "reflect", dtype === "bool" ? true : 3] as const)
    applied(stencil, { inputs: [elements(dtype, shape)], ...difference(dtype, [[0, 1], [-3, 20]]), attributes: { options: { boundary } }, element: "f64" });
});

test.run();
