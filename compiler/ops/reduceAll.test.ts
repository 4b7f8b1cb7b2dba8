import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { DType } from "../ir/types.ts";
import { dense } from "../reference/dense.ts";
import { applied, elements, everyDType, list, refused, shapesOf, tame } from "./agreement.ts";
import { reduceAll } from "./reduceAll.ts";
import { accepts, monoidNames } from "./monoid.ts";
import type { MonoidName } from "./monoid.ts";

const test = suite("ops: reduceAll");

test("numbers and booleans", () => {
  assert.equal(list(applied(reduceAll, { inputs: [dense("f64", [2, 2], [1, 2, 3, 4])], monoid: "add" })), [10]);
  assert.equal(list(applied(reduceAll, { inputs: [dense("u8", [3], [200, 100, 50])], monoid: "add" })), [350]);
  assert.equal(list(applied(reduceAll, { inputs: [dense("u32", [2], [2 ** 32 - 1, 2 ** 31])], monoid: "and" })), [2 ** 31]);
  const every = applied(reduceAll, { inputs: [dense("bool", [2], [1, 0])], monoid: "and" });
  assert.equal([every.element, ...list(every)], ["bool", 0]);
  assert.equal(list(applied(reduceAll, { inputs: [dense("bool", [3], [1, 0, 1])], monoid: "add" })), [2]);
});

test("nothing gives the identity", () => {
  const identity = (monoid: MonoidName, dtype: DType): number => list(applied(reduceAll, { inputs: [dense(dtype, [0, 3], [])], monoid }))[0]!;
  assert.equal((["add", "mul", "min", "max"] as const).map((m) => identity(m, "f64")), [0, 1, Infinity, -Infinity]);
  assert.equal([identity("and", "i32"), identity("and", "u16"), identity("or", "i32"), identity("and", "bool")], [-1, 65535, 0, 1]);
});

test("every dtype and monoid, any extents", () => {
  for (const dtype of everyDType) for (const monoid of monoidNames.filter((m) => accepts(m, dtype))) for (const shape of [...shapesOf[1], ...shapesOf[2], ...shapesOf[3]]) {
    applied(reduceAll, { inputs: [elements(dtype, shape)], monoid });
    applied(reduceAll, { inputs: [tame(dtype, shape)], monoid });
  }
});

test("bits of floats do not combine", () => assert.is(refused(reduceAll, { inputs: [elements("f32", [2])], monoid: "xor" }), "SPMD2003 reduceAll: 'xor' does not combine f32 elements"));

test.run();
