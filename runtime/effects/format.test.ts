import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { DType } from "../abi.ts";
import { arrayOf } from "../memory/elements.ts";
import { formatArray } from "./format.ts";
import type { Whole } from "./whole.ts";

const test = suite("effects/format");
const whole = (dtype: DType, shape: number[], values: number[]): Whole => ({ element: dtype, shape, data: { "": new arrayOf[dtype](values) } });
const iota = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

test("floats line up at the point", () => {
  assert.is(formatArray(whole("f64", [2, 3], [1, 2.5, 3.25, 4, 5, 6])), "[[1.   2.5  3.25]\n [4.   5.   6.  ]]");
  assert.is(formatArray(whole("f64", [3], [-0, 1 / 3, 12])), "[-0.          0.33333333 12.        ]");
  assert.is(formatArray(whole("f32", [2], [0.1, 0.2])), "[0.1 0.2]");
});

test("very different sizes are written in powers of ten", () => {
  assert.is(formatArray(whole("f64", [3], [1e-10, 1, 2.5e20])), "[1.0e-10 1.0e+00 2.5e+20]");
});

test("integers, booleans, what is no number", () => {
  assert.is(formatArray(whole("i32", [2, 2], [1, -20, 300, 4])), "[[  1 -20]\n [300   4]]");
  assert.is(formatArray(whole("bool", [2], [1, 0])), "[ true false]");
  assert.is(formatArray(whole("f64", [3], [NaN, Infinity, -Infinity])), "[ nan  inf -inf]");
});

test("scalars, empty arrays, more axes", () => {
  assert.is(formatArray(whole("f64", [], [3.5])), "3.5");
  assert.is(formatArray(whole("f64", [0], [])), "[]");
  assert.is(formatArray(whole("f64", [0, 3], [])), "[] (0 x 3)");
  assert.is(formatArray(whole("u8", [2, 1, 2], [1, 2, 3, 4])), "[[[1 2]]\n\n [[3 4]]]");
});

test("large arrays are summarised", () => {
  assert.is(formatArray(whole("i32", [5000], iota(5000))), "[   0    1    2 ... 4997 4998 4999]");
  assert.is(formatArray(whole("i32", [100, 100], iota(10000))).split("\n").length, 7);
  assert.is(formatArray(whole("i32", [100, 100], iota(10000))).split("\n")[3], " ...");
});

test("long rows are broken", () => {
  const lines = formatArray(whole("i32", [100], iota(100))).split("\n");
  assert.ok(lines.length > 1 && lines.every((line) => line.length <= 90));
  assert.is(lines[1]![0], " ");
});

test("records show their fields", () => {
  const array: Whole = { element: { re: "f64", im: "f64" }, shape: [2], data: { re: Float64Array.of(1, 2), im: Float64Array.of(0.5, 0) } };
  assert.is(formatArray(array), "[{ re: 1., im: 0.5 } { re: 2., im: 0.  }]");
});

test.run();
