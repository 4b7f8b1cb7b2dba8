import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { DType } from "../abi.ts";
import { arrayOf } from "../memory/elements.ts";
import { keysOf, orderOf } from "./order.ts";

const test = suite("arrays: order");

const ordered = (dtype: DType, values: readonly number[], descending = false): number[] => [...orderOf(keysOf(new arrayOf[dtype](values), dtype, descending))];

/** Obvious: comparisons, not-a-number last, ties by place. */
function expected(values: readonly number[], descending: boolean): number[] {
  const compare = (a: number, b: number): number => (Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : (descending ? -1 : 1) * (a < b ? -1 : a > b ? 1 : 0));
  return values.map((_, k) => k).sort((i, j) => compare(values[i]!, values[j]!) || i - j);
}

test("not-a-number last, zeros equal, ties by place", () => {
  const values = [3, NaN, -0, 0, -Infinity, 0, -0, Infinity, -1e-310, 3];
  for (const descending of [false, true]) assert.equal(ordered("f64", values, descending), expected(values, descending));
});

test("every dtype, ascending and descending", () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (const dtype of Object.keys(arrayOf) as DType[]) for (const n of [0, 1, 2, 300]) {
    const made = new arrayOf[dtype](Array.from({ length: n }, (_, k) => (dtype === "bool" ? Number(random() > 0.5) : dtype.startsWith("f") ? (k % 19 === 0 ? NaN : (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20)) : (random() - 0.5) * 2 ** 33)));
    for (const descending of [false, true]) assert.equal(ordered(dtype, [...made], descending), expected([...made], descending), `${dtype} ${n} ${descending}`);
  }
});

test("what is in order already stays", () => assert.equal(ordered("i32", [1, 1, 2, 5]), [0, 1, 2, 3]));

test.run();
