import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dense, eachPosition, flatten, plainData, throughDType } from "./dense.ts";

const test = suite("reference: dense");

test("values are stored as a typed array would", () => {
  assert.equal([...plainData(dense("u8", [3], [-1, 256, 1.7]))], [255, 0, 1]);
  assert.equal([...plainData(dense("bool", [4], [0.5, NaN, true, 0]))], [1, 0, 1, 0]);
  assert.throws(() => dense("f64", [2], [1]), /1 values for shape \[2\]/);
});

test("stored and read back", () => assert.equal([throughDType("f32", 0.1), throughDType("i8", 200), throughDType("bool", 3), throughDType("u32", -1)], [Math.fround(0.1), -56, true, 2 ** 32 - 1]));

test("positions in row-major order", () => {
  const seen: string[] = [];
  eachPosition([2, 3], (flat, index) => void seen.push(`${flat}:${index.join("")}`));
  assert.equal(seen, ["0:00", "1:01", "2:02", "3:10", "4:11", "5:12"]);
  eachPosition([2, 0], () => assert.unreachable());
  eachPosition([], (flat, index) => assert.equal([flat, index], [0, []]));
  assert.is(flatten([2, 3], [1, 2]), 5);
});

test.run();
