import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Whole } from "../effects/whole.ts";
import { SpmdError } from "../errors.ts";
import { formatCsv, parseCsv, type ReadCsvOptions } from "./csv.ts";

const test = suite("io/csv");

const parsed = (text: string, options: ReadCsvOptions = {}): readonly unknown[] => {
  const { shape, data } = parseCsv(text, "a.csv", options);
  return [shape, [...data[""]!]];
};
const refused = (text: string, options: ReadCsvOptions = {}): string => {
  try {
    parseCsv(text, "a.csv", options);
  } catch (error) {
    if (error instanceof SpmdError) return `${error.code} ${error.message}`;
  }
  return "nothing";
};
const written = (a: Whole, options = {}): string => formatCsv(a, options, (reason) => { throw new Error(reason); });

test("rows of numbers", () => {
  assert.equal(parsed("1,2\n3,4\n"), [[2, 2], [1, 2, 3, 4]]);
  assert.equal(parsed("x, y\r\n1.5e3, -.5\r\n nan, \"7\"\r\n\r\n", { header: true }), [[2, 2], [1500, -0.5, NaN, 7]]);
  assert.equal(parsed("1;2", { delimiter: ";", dtype: "i32" }), [[1, 2], [1, 2]]);
  assert.equal(parsed(""), [[0, 0], []]);
  assert.equal(parsed("a,b\n", { header: true }), [[0, 0], []]);
  assert.equal(parsed("true,0\n", { dtype: "bool" }), [[1, 2], [1, 0]]);
});

test("what is wrong, with the line", () => {
  assert.is(refused("1,2\n3\n"), "SPMD5015 a.csv cannot be read: line 2: 1 field, where the rows before have 2");
  assert.is(refused("x,y\n1,2\n"), "SPMD5015 a.csv cannot be read: line 1: \"x\" is not a number; is it a header?");
  assert.is(refused("1,2\n3,\n"), "SPMD5015 a.csv cannot be read: line 2: \"\" is not a number");
  assert.is(refused("1,0x10\n"), "SPMD5015 a.csv cannot be read: line 1: \"0x10\" is not a number; is it a header?");
  assert.match(refused("1.5\n", { dtype: "i32" }), /line 1: 1.5 is not an integer/);
});

test("what is written is read back", () => {
  const a: Whole = { element: "f64", shape: [2, 3], data: { "": Float64Array.of(0.1, -0, 1e300, Infinity, -Infinity, 3) } };
  assert.is(written(a), "0.1,-0,1e+300\ninf,-inf,3\n");
  assert.equal(parseCsv(written(a), "a.csv", {}), a);
  assert.is(written({ element: "f32", shape: [2], data: { "": Float32Array.of(0.1, 1 / 3) } }, { header: ["x"] }), "x\n0.1\n0.33333334\n");
  assert.is(written({ element: { re: "f64", n: "i32" }, shape: [2], data: { re: Float64Array.of(1, 2), n: Int32Array.of(3, 4) } }), "re,n\n1,3\n2,4\n");
  assert.throws(() => written({ ...a, shape: [1, 2, 3] }), /3 axes/);
  assert.throws(() => written(a, { header: ["x"] }), /1 names for 3 columns/);
});

test.run();
