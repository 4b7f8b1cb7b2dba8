import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, list, refused } from "./agreement.ts";
import { topk } from "./topk.ts";

const test = suite("ops: topk");

test("the greatest first", () => {
  assert.equal(list(applied(topk, { inputs: [dense("f64", [5], [3, NaN, 9, -1, 4])], attributes: { k: 3 } })), [9, 4, 3]);
  assert.equal(list(applied(topk, { inputs: [dense("u8", [2, 3], [3, 1, 2, 9, 7, 8])], attributes: { k: 2 } })), [3, 2, 9, 8]);
});

test("wrong calls", () => assert.is(refused(topk, { inputs: [dense("f64", [2], [1, 2])], attributes: { k: 3 } }), "SPMD2070 topk: the 3 greatest, for an array of shape [2]"));

test.run();
