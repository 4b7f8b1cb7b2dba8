import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense } from "../reference/dense.ts";
import { applied, list, refused } from "./agreement.ts";
import { histogram } from "./histogram.ts";

const test = suite("ops: histogram");

test("counts", () => assert.equal(list(applied(histogram, { inputs: [dense("u8", [2, 3], [0, 1, 1, 3, 1, 0])], attributes: { bins: 4 } })), [2, 3, 0, 1]));

test("nothing is counted", () => assert.equal(list(applied(histogram, { inputs: [dense("i32", [0], [])], attributes: { bins: 2 } })), [0, 0]));

test("wrong calls", () => {
  assert.is(refused(histogram, { inputs: [dense("bool", [1], [true])], attributes: { bins: 2 } }), "SPMD2071 histogram: the indices are bool, not integers");
  assert.throws(() => applied(histogram, { inputs: [dense("i32", [2], [1, -1])], attributes: { bins: 4 } }), "histogram: index -1 is not a position of an axis of 4");
});

test.run();
