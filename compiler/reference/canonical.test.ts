import { suite } from "uvu";
import * as assert from "uvu/assert";
import { reduceAxis, reduceWhole, scanWhole } from "./canonical.ts";
import type { ElementValue } from "../ops/defineOp.ts";
import type { Fold } from "./canonical.ts";

const test = suite("reference: canonical order");
const add: Fold = { accumulator: "f64", identity: 0, combine: (a, b) => Number(a) + Number(b) };

/** Combinations as text, so that the order shows. */
function order(run: (fold: Fold, values: readonly number[]) => readonly ElementValue[], count: number, accumulator: "f64" | "f32" = "f64"): string[] {
  const texts: string[] = ["0"], number = (text: string): number => texts.push(text) - 1;
  const values = Array.from({ length: count }, (_, k) => number(`x${k}`));
  const combine = (left: ElementValue, right: ElementValue): number => join(Number(left), Number(right)), join = (a: number, b: number): number => (texts[a] === "0" ? b : texts[b] === "0" ? a : number(`(${texts[a]}+${texts[b]})`));
  return Array.from(run({ accumulator, identity: 0, combine }, values), (k) => texts[Number(k)]!);
}
const range = (from: number, to: number, step: number): number[] => Array.from({ length: Math.ceil((to - from) / step) }, (_, k) => from + k * step);
/** The expression of one leaf, written after the header of tree.ts. */
function leaf(from: number, to: number, lanes: number): string {
  const chain = (list: readonly number[]): string => list.map((k) => `x${k}`).reduce((a, b) => (a === "" ? b : `(${a}+${b})`), "");
  let parts = range(0, lanes, 1).map((lane) => chain(range(from + lane, to, lanes)));
  for (; parts.length > 1; parts = parts.slice(0, parts.length / 2).map((p, k) => (parts[k + parts.length / 2] === "" ? p : p === "" ? parts[k + parts.length / 2]! : `(${p}+${parts[k + parts.length / 2]!})`)));
  return parts[0]!;
}

test("a leaf has eight interleaved sums, sixteen in f32", () => {
  assert.equal(order((fold, v) => [reduceWhole(v, [20], fold)], 20), [leaf(0, 20, 8)]);
  assert.equal(order((fold, v) => [reduceWhole(v, [40], fold)], 40, "f32"), [leaf(0, 40, 16)]);
});

test("leaves of a row, then rows, each in a tree whose last one waits", () => {
  const row = (r: number): string => `((${leaf(300 * r, 300 * r + 128, 8)}+${leaf(300 * r + 128, 300 * r + 256, 8)})+${leaf(300 * r + 256, 300 * r + 300, 8)})`;
  assert.equal(order((fold, v) => [reduceWhole(v, [3, 300], fold)], 900), [`((${row(0)}+${row(1)})+${row(2)})`]);
  assert.equal(order((fold, v) => reduceAxis(v, [3, 300], 1, fold), 900), [row(0), row(1), row(2)]);
});

test("another axis has leaves of eight slices in order", () => {
  const chain = (from: number, to: number): string => range(from, to, 1).map((k) => `x${k * 2}`).reduce((a, b) => `(${a}+${b})`);
  assert.is(order((fold, v) => reduceAxis(v, [20, 2], 0, fold), 40)[0], `((${chain(0, 8)}+${chain(8, 16)})+${chain(16, 20)})`);
});

test("prefixes: what goes before a leaf, then its elements in order", () => {
  const chain = (from: number, to: number): string => range(from, to, 1).map((k) => `x${k}`).reduce((a, b) => `(${a}+${b})`);
  const found = order((fold, v) => scanWhole(v, [600], { all: false, exclusive: false }, fold), 600), leaves = [0, 1, 2, 3].map((k) => chain(k * 128, k * 128 + 128));
  assert.is(found[2], chain(0, 3));
  assert.is(found[129], `(${leaves[0]!}+${chain(128, 130)})`);
  assert.is(found[384], `(((${leaves[0]!}+${leaves[1]!})+${leaves[2]!})+x384)`);
  assert.is(found[512], `(((${leaves[0]!}+${leaves[1]!})+(${leaves[2]!}+${leaves[3]!}))+x512)`);
});

test("scans through rows take the rows before first", () => {
  const found = order((fold, v) => scanWhole(v, [4, 2], { all: true, exclusive: false }, fold), 8);
  assert.is(found[3], "((x0+x1)+(x2+x3))");
  assert.is(found[7], "((((x0+x1)+(x2+x3))+(x4+x5))+(x6+x7))");
  assert.equal([...scanWhole([1, 2, 3, 4], [2, 2], { all: true, exclusive: true }, add)], [0, 1, 3, 6]);
  assert.equal([...scanWhole([1, 2, 3, 4], [2, 2], { all: false, exclusive: true }, add)], [0, 1, 0, 3]);
});

test("nothing gives the identity", () => {
  assert.is(reduceWhole([], [0], add), 0);
  assert.is(reduceWhole([], [0, 5], add), 0);
  assert.equal([...reduceAxis([], [2, 0], 1, add)], [0, 0]);
  assert.is(reduceWhole([7], [], add), 7);
});

test.run();
