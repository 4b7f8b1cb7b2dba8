import { suite } from "uvu";
import * as assert from "uvu/assert";
import { newFacts } from "./facts.ts";
import { newNames } from "./names.ts";

const test = suite("names and facts");

test("a name that is taken gets a number", () => {
  const names = newNames(["$rt"]);
  assert.equal([names.declare("n"), names.declare("n"), names.declare("n$1"), names.fresh("n"), names.fresh("$s"), names.fresh("$s"), names.declare("$rt")], ["n", "n$1", "n$2", "n$3", "$s1", "$s2", "$rt1"]);
});

test("facts end with their block, and a loop's body begins without slots", () => {
  const facts = newFacts(), inner = facts.inner(false), body = facts.inner(true);
  facts.learn("k", "n$1");
  facts.declareExtent("n$1");
  inner.declareExtent("m$1");
  assert.equal([inner.known("k"), inner.isDeclared("n$1"), facts.isDeclared("m$1"), facts.isDeclared(3)], ["n$1", true, false, true]);
  facts.setSlot("u", "%1");
  assert.equal([facts.slotValue("u"), facts.inner(false).slotValue("u"), facts.inner(true).slotValue("u"), body.slotValue("u")], ["%1", "%1", undefined, undefined]);
  facts.forget(["u"]);
  assert.equal([facts.slotValue("u"), [...facts.written]], [undefined, ["u"]]);
});

test("equal extents have one representative, a literal if there is one", () => {
  const facts = newFacts();
  facts.equate("a", "b");
  facts.equate("c", "b");
  const inner = facts.inner(false);
  inner.equate("b", 7);
  assert.equal([facts.representative("b"), facts.representative("a") === facts.representative("c"), inner.representative("a"), inner.representative("c"), facts.representative("c") === 7], ["a", true, 7, 7, false].map((x) => (x === "a" ? facts.representative("a") : x)));
});

test.run();
