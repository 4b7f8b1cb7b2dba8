import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused } from "./agreement.ts";
import { matvec } from "./matvec.ts";

const test = suite("ops: matvec");

test("rows times the vector", () => {
  assert.equal(list(applied(matvec, { inputs: [dense("f64", [2, 3], [1, 2, 3, 4, 5, 6]), dense("f64", [3], [1, 0, -1])] })), [-2, -2]);
  assert.equal(list(applied(matvec, { inputs: [dense("u8", [1, 2], [200, 100]), dense("u8", [2], [2, 1])] })), [(200 * 2 + 100) % 256]);
});

test("every dtype, any extents", () => {
  for (const dtype of everyDType.filter((d) => d !== "bool")) for (const [m, n] of [[0, 3], [3, 0], [1, 1], [7, 130], [2, 300]] as const) {
    applied(matvec, { inputs: [elements(dtype, [m, n]), elements(dtype, [n])] });
    applied(matvec, { inputs: [elements(dtype, [m, n]), elements("f64", [n])] });
  }
});

test("wrong calls", () => {
  assert.match(refused(matvec, { inputs: [elements("f64", [200, 250]), elements("f64", [251])] }), /^SPMD2092 matvec: inner dimensions differ: \[200, 250\] x \[251\]/);
  assert.match(refused(matvec, { inputs: [elements("f64", [2]), elements("f64", [2])] }), /^SPMD2002 matvec: needs a 2-D array/);
});

test.run();
