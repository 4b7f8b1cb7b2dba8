import { suite } from "uvu";
import * as assert from "uvu/assert";
import { chirp, convolutionLength, firstRadices, radicesOf, rootsOfUnity } from "./roots.ts";

const test = suite("fourier/roots");

test("sine and cosine", () => {
  for (const n of [1, 2, 3, 4, 5, 7, 8, 12, 16, 1000, 1024, 999]) {
    const { re, im } = rootsOfUnity(n);
    for (let k = 0; k < n; k++) {
      assert.ok(Math.abs(re[k]! - Math.cos((2 * Math.PI * k) / n)) < 2e-15, `cos ${k}/${n}`);
      assert.ok(Math.abs(im[k]! + Math.sin((2 * Math.PI * k) / n)) < 2e-15, `sin ${k}/${n}`);
    }
  }
  const quarter = rootsOfUnity(4);
  assert.equal([...quarter.re, ...quarter.im].map((x) => x + 0), [1, 0, -1, 0, 0, -1, 0, 1]);
});

test("chirps", () => {
  const { re, im } = chirp(7);
  for (let k = 0; k < 7; k++) assert.ok(Math.hypot(re[k]! - Math.cos((Math.PI * k * k) / 7), im[k]! + Math.sin((Math.PI * k * k) / 7)) < 1e-14);
});

test("lengths", () => {
  assert.equal(radicesOf(1), []);
  assert.equal(radicesOf(2 ** 5 * 3 * 25), [4, 4, 2, 3, 5, 5]);
  assert.is(radicesOf(7), undefined);
  assert.equal([[], [4], [4, 4], [4, 4, 2], [4, 4, 4, 4, 2, 3, 5]].map(firstRadices), [0, 0, 1, 1, 3]);
  assert.equal([1, 2, 7, 8].map(convolutionLength), [1, 4, 16, 16]);
});

test.run();
