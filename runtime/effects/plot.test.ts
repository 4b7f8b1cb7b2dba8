import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SpmdError } from "../errors.ts";
import { plot } from "./plot.ts";
import { recordingOutput } from "./recordingOutput.ts";
import { ticksOf } from "./ticks.ts";
import type { Whole } from "./whole.ts";

const test = suite("effects/plot");

const array = (shape: readonly number[], values: readonly number[]): Whole => ({ element: "f64", shape, data: { "": Float64Array.from(values) } });
const drawn = (...args: readonly unknown[]): string => {
  const output = recordingOutput();
  plot(args, output);
  return new TextDecoder().decode([...output.files.values()][0]!);
};
const paths = (svg: string): string[] => [...svg.matchAll(/<path d="([^"]*)" fill="none"/g)].map((m) => m[1]!);
const refused = (...args: readonly unknown[]): string => {
  try {
    drawn(...args);
  } catch (error) {
    if (error instanceof SpmdError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "nothing";
};

test("a line, named after the program", () => {
  const output = recordingOutput("heat");
  plot([array([3], [1, 2, 3])], output);
  plot([array([3], [1, 2, 3]), { file: "b.svg" }], output);
  assert.equal([...output.files.keys()], ["heat.svg", "b.svg"]);
  assert.equal(output.lines, ["plot: written to heat.svg", "plot: written to b.svg"]);
});

test("columns are lines, positions may be given", () => {
  assert.is(paths(drawn(array([3, 2], [1, 2, 3, 4, 5, 6]))).length, 2);
  assert.is(paths(drawn(array([2], [0, 10]), array([2], [5, 6]), { width: 320, height: 200 }))[0], "M68.62 149.77L299.38 38.23");
});

test("what is not a number breaks the line; many points are thinned", () => {
  assert.equal(paths(drawn(array([5], [1, 2, NaN, 4, 5])))[0]!.match(/M/g)?.length, 2);
  const long = paths(drawn(array([100_000], Array.from({ length: 100_000 }, (_, k) => Math.sin(k)))))[0]!;
  assert.ok(long.match(/[ML]/g)!.length <= 4 * 640);
});

test("texts are escaped", () => assert.match(drawn(array([2], [1, 2]), { title: "a < b & c", labels: ["x"] }), /a &#60; b &#38; c/));

test("ticks are round numbers", () => {
  const texts = (low: number, high: number, log = false): string => ticksOf(low, high, log).map((t) => t.text).join(" ");
  assert.is(texts(-0.3, 9.1), "0 2 4 6 8");
  assert.is(texts(0, 0.05), "0.00 0.01 0.02 0.03 0.04 0.05");
  assert.is(texts(0, 5e9), "0 1e9 2e9 3e9 4e9 5e9");
  assert.is(texts(-3.2, 2.5, true), "1e-3 1e-2 1e-1 1e0 1e1 1e2");
});

test("nothing to draw, constants", () => {
  assert.equal(paths(drawn(array([0], []))), [""]);
  assert.match(drawn(array([2], [3, 3])), /<text/);
});

test("mistakes", () => {
  assert.match(refused(array([2, 2, 2], Array.from({ length: 8 }, () => 0))), /^SPMD5014 plot: an array \[2, 2, 2\] is neither a line nor columns of lines/);
  assert.match(refused(array([2], [1, 2]), array([3], [1, 2, 3])), /positions \[2\] for lines \[3\]/);
  assert.match(refused(array([2], [1, 2]), { colour: "red" }), /it has no option colour/);
  assert.match(refused(array([2], [1, 2]), { file: "a.png" }), /it writes SVG/);
});

test.run();
