import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applied, everyDType, list, shapesOf } from "./agreement.ts";
import { zeros } from "./zeros.ts";

const test = suite("ops: zeros");

test("one constant in every dtype, any extents", () => {
  for (const element of everyDType) for (const shape of [...shapesOf[1], ...shapesOf[3]]) assert.ok(list(applied(zeros, { attributes: { shape }, element })).every((x) => x === 0));
});

test("f64 if not named; extents of host values", () => {
  const made = applied(zeros, { attributes: { shape: [{ host: "n" }, 2] }, host: { n: 2 } });
  assert.is(made.element, "f64");
  assert.equal(made.shape, [2, 2]);
});

test.run();
