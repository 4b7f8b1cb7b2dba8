import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sameEverywhere, type CallKernels } from "../../test/support/libraryKernels.ts";
import { arrayOf, type ElementArray } from "../../runtime/memory/elements.ts";
import { orderKernels } from "./orderKernels.ts";
import type { DType } from "../ir/types.ts";

const test = suite("ops: kernels that put in order");

/** Obvious: comparisons, not-a-number last, ties by place. */
function expectedPlaces(values: ElementArray, descending: boolean): number[] {
  const compare = (a: number, b: number): number => (Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : (descending ? -1 : 1) * (a < b ? -1 : a > b ? 1 : 0));
  return Array.from(values.keys()).sort((i, j) => compare(values[i]!, values[j]!) || i - j);
}

let seed = 7;
const random = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
const valueFor = (dtype: DType, k: number): number =>
  dtype === "bool" ? Number(random() > 0.5) : dtype.startsWith("f") ? [NaN, -0, 0, Infinity, -Infinity, 1e-310, -3][k % 19] ?? (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20) : (random() - 0.5) * 2 ** 33;
const made = (dtype: DType, n: number): ElementArray => new arrayOf[dtype](Array.from({ length: n }, (_, k) => valueFor(dtype, k)));
/** -0 is not 0 here, and not-a-number equals itself. */
const bits = (list: ElementArray): readonly string[] => Array.from(list, (x) => (Object.is(x, -0) ? "-0" : String(x)));
const wordsOf = (list: ElementArray): ElementArray => (list instanceof Float64Array || list instanceof Float32Array ? new Uint32Array(list.buffer) : list);

/** As runtime/arrays/sorting.ts calls them. */
function byDigits(call: CallKernels, dtype: DType, a: ElementArray, descending: boolean): { readonly elements: readonly string[]; readonly places: Int32Array } {
  const n = a.length, words = dtype === "f64" ? 2 : 1, from = a.slice(), elements = new arrayOf[dtype](n), signs = new Uint8Array(n), counts = new Int32Array(1024 * words), turned = descending ? -1 : 0;
  let keys = new Uint32Array(words * n), next = new Uint32Array(words * n), places = Int32Array.from(a.keys()), nextPlaces = new Int32Array(n);
  call(`order_keys_${dtype}`, n, turned, wordsOf(from), keys, signs, counts);
  for (let digit = 0; digit < 4 * words; digit++) {
    let sum = 0;
    const starts = counts.subarray(256 * digit, 256 * digit + 256).map((count) => (sum += count) - count);
    call(`order_digit_${words}_places`, n, digit >> 2, 8 * (digit & 3), keys, next, starts, places, nextPlaces);
    [keys, next, places, nextPlaces] = [next, keys, nextPlaces, places];
  }
  call(`order_elements_${dtype}`, n, turned, keys, signs, wordsOf(elements));
  return { elements: bits(elements), places };
}

for (const dtype of Object.keys(arrayOf) as DType[])
  test(`${dtype}: by digits, by insertion, merged`, async () => {
    for (const descending of [false, true]) for (const n of [0, 1, 2, 300]) {
      const a = made(dtype, n), places = expectedPlaces(a, descending), expected = bits(new arrayOf[dtype](places.map((p) => a[p]!))), turned = descending ? -1 : 0;
      assert.equal(await sameEverywhere(orderKernels(dtype, true), (call) => byDigits(call, dtype, a, descending)), { elements: expected, places: Int32Array.from(places) }, `${n} ${descending}`);
      const merged = await sameEverywhere([...orderKernels(dtype, true), ...orderKernels(dtype, false).filter((k) => /rows|merge/.test(k.name))], (call) => {
        const m = n >> 1, halves = [a.slice(0, m), a.slice(m)].map((half) => ({ half, into: new arrayOf[dtype](half.length), plain: new arrayOf[dtype](half.length), places: new Int32Array(half.length) }));
        for (const { half, into, plain, places: to } of halves) {
          call(`order_rows_${dtype}_places`, 1, half.length, turned, half, into, to);
          call(`order_rows_${dtype}`, 1, half.length, turned, half, plain);
          assert.equal(bits(plain), bits(into));
        }
        const [x, y] = halves as [(typeof halves)[number], (typeof halves)[number]], into = new arrayOf[dtype](n), placesInto = new Int32Array(n), plain = new arrayOf[dtype](n);
        call(`order_merge_${dtype}_places`, m, n - m, turned, x.into, y.into, into, x.places, y.places.map((p) => p + m), placesInto);
        call(`order_merge_${dtype}`, m, n - m, turned, x.into, y.into, plain);
        assert.equal(bits(plain), bits(into));
        return { elements: bits(into), places: placesInto };
      });
      assert.equal(merged, { elements: expected, places: Int32Array.from(places) }, `merged ${n} ${descending}`);
    }
  });

test.run();
