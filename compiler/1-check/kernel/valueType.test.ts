// `join` is the least upper bound of a lattice: that is why the rounds that find types end, and why their order does not matter.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ValueType } from "./valueType.ts";
import { bool, describe, elementType, f32, f64, firmF64, firmInt, int, join, keyOf, leavesOf, sameType, unknown } from "./valueType.ts";

const test = suite("valueType");
const numbers = [int, firmInt, f64, firmF64, f32], all: readonly ValueType[] = [...numbers, unknown, bool, elementType({ re: "f64", im: "f32" })];

test("join is commutative, associative and idempotent", () => {
  for (const a of all) {
    assert.ok(sameType(join(a, a)!, a));
    for (const b of all) {
      const ab = join(a, b), ba = join(b, a);
      assert.is(ab && keyOf(ab), ba && keyOf(ba));
      for (const c of all) {
        const left = ab && join(ab, c), bc = join(b, c), right = bc && join(a, bc);
        assert.is(left && keyOf(left), right && keyOf(right));
      }
    }
  }
});

test("what meets what", () => {
  assert.is(join(f32, f64), f32);
  assert.is(join(f32, int), f32);
  assert.is(join(f32, firmInt), firmF64);
  assert.is(join(int, firmInt), firmInt);
  assert.is(join(firmInt, f64), firmF64);
  assert.is(join(bool, int), undefined);
  assert.is(join(elementType({ a: "f64" }), elementType({ b: "f64" })), undefined);
});

test("records have their scalars by path, and a text for people", () => {
  const z = elementType({ re: "f64", n: "i32" });
  assert.equal(leavesOf(z).map(([path, t]) => `${path} ${t.type}`), ["re f64", "n int"]);
  assert.is(describe(z), "{ re, n }");
});

test.run();
