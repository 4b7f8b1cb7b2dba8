import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applied, list } from "./agreement.ts";
import { linspace } from "./linspace.ts";

const test = suite("ops: linspace");

test("both ends, exactly", () => {
  assert.equal(list(applied(linspace, { attributes: { from: 0, to: 1, n: 5 } })), [0, 0.25, 0.5, 0.75, 1]);
  const made = list(applied(linspace, { attributes: { from: 0.1, to: 0.7, n: 50 } }));
  assert.is(made[49], 0.7);
  // numpy.linspace(0.1, 0.7, 50)[[1, 17, 48]]
  assert.equal([made[1], made[17], made[48]], [0.11224489795918367, 0.3081632653061225, 0.6877551020408162]);
});

test("none, one; host values", () => {
  assert.equal(list(applied(linspace, { attributes: { from: 3, to: 4, n: 0 } })), []);
  assert.equal(list(applied(linspace, { attributes: { from: 3, to: 4, n: 1 } })), [3]);
  assert.equal(list(applied(linspace, { attributes: { from: { host: "a" }, to: { host: "b" }, n: { host: "n" } }, host: { a: 1, b: 3, n: 3 } })), [1, 2, 3]);
});

test.run();
