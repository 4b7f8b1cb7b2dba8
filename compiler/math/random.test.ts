import { suite } from "uvu";
import * as assert from "uvu/assert";
import { integer, normal, threefry, uniform, uniformSingle } from "./random.ts";

const test = suite("math/random");

const words = (list: readonly number[]): string => {
  const { first, second } = threefry(list[0]!, list[1]!, list[2]!, list[3]!);
  return [first, second].map((w) => (w >>> 0).toString(16).padStart(8, "0")).join(" ");
};

// The known answers of Random123 1.14 (kat_vectors), threefry2x32 with 20 rounds.
test("Threefry-2x32-20", () => {
  assert.is(words([0, 0, 0, 0]), "6b200159 99ba4efe");
  assert.is(words([0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff]), "1cb996fc bb002be7");
  assert.is(words([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]), "c4923a9c 483df7a0");
});

const n = 100_000, numbers = (f: (k: number) => number): readonly number[] => Array.from({ length: n }, (_, k) => f(k));
const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
const near = (x: number, wanted: number, off: number): void => assert.ok(Math.abs(x - wanted) < off, `${x}, not ${wanted} within ${off}`);

// Five standard errors.
test("uniform: mean 1/2, variance 1/12, neighbours and seeds do not agree", () => {
  const list = numbers((k) => uniform(k, 1)), other = numbers((k) => uniform(k, 2));
  assert.ok(list.every((x) => x >= 0 && x < 1));
  near(mean(list), 0.5, 5 * Math.sqrt(1 / 12 / n));
  near(mean(list.map((x) => (x - 0.5) ** 2)), 1 / 12, 5 * Math.sqrt(1 / 180 / n));
  for (const beside of [list.slice(1), list.slice(2), other]) near(mean(beside.map((x, k) => (x - 0.5) * (list[k]! - 0.5))), 0, 5 / 12 / Math.sqrt(n));
});

test("single precision: 24 bits", () => assert.ok(numbers((k) => uniformSingle(k, 3)).every((x) => Math.fround(x) === x && x >= 0 && x < 1)));

test("normal: mean 0, variance 1, no skew, kurtosis 3", () => {
  const list = numbers((k) => normal(k, 1));
  near(mean(list), 0, 5 / Math.sqrt(n));
  near(mean(list.map((x) => x * x)), 1, 5 * Math.sqrt(2 / n));
  near(mean(list.map((x) => x ** 3)), 0, 5 * Math.sqrt(15 / n));
  near(mean(list.map((x) => x ** 4)), 3, 5 * Math.sqrt(96 / n));
});

test("integers: each as often as the others", () => {
  const counts = new Array<number>(6).fill(0);
  for (let k = 0; k < n; k++) counts[integer(k, 9, 1, 7) - 1]!++;
  for (const count of counts) near(count, n / 6, 5 * Math.sqrt((n * 5) / 36));
  assert.throws(() => integer(0, 0, 3, 3), /no integers from 3 to below 3/);
});

test("positions and seeds above 2^32", () => {
  assert.is.not(uniform(2 ** 32, 0), uniform(0, 0));
  assert.is.not(uniform(0, 2 ** 32), uniform(0, 0));
});

test.run();
