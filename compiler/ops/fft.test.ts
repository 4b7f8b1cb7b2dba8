import { suite } from "uvu";
import * as assert from "uvu/assert";
import { complex128 } from "../ir/types.ts";
import type { Dense } from "./defineOp.ts";
import { elementsOf, dense } from "../reference/dense.ts";
import { applied, elements, refused } from "./agreement.ts";
import { fft } from "./fft.ts";
import { ifft } from "./ifft.ts";

const test = suite("ops: fft");

interface Complex { readonly re: number; readonly im: number }
const list = (a: Dense): readonly Complex[] => elementsOf(a) as readonly unknown[] as readonly Complex[];
const some = (n: number): Dense => dense(complex128, [n], Array.from({ length: n }, (_, k) => ({ re: ((k * 37 + 5) % 101) / 50 - 1, im: ((k * 11 + 3) % 23) / 10 - 1 })));

/** The definition. */
function slow(x: readonly Complex[], sign: -1 | 1): Complex[] {
  const n = x.length;
  return x.map((_, k) => x.reduce(({ re, im }, v, j) => {
    const angle = (sign * 2 * Math.PI * ((j * k) % n)) / n, c = Math.cos(angle), s = Math.sin(angle);
    return { re: re + v.re * c - v.im * s, im: im + v.re * s + v.im * c };
  }, { re: 0, im: 0 }));
}

const close = (got: readonly Complex[], wanted: readonly Complex[], what: string): void => {
  const off = Math.max(0, ...got.map((x, k) => Math.hypot(x.re - wanted[k]!.re, x.im - wanted[k]!.im)));
  assert.ok(off < 2e-13 * Math.max(1, wanted.length), `${what}: off by ${off}`);
};

test("the definition, for every length", () => {
  for (let n = 1; n <= 64; n++) close(list(applied(fft, { inputs: [some(n)] })), slow(list(some(n)), -1), `length ${n}`);
  for (const n of [97, 100, 120, 125, 128, 251]) close(list(applied(fft, { inputs: [some(n)] })), slow(list(some(n)), -1), `length ${n}`);
});

test("the inverse brings back", () => {
  for (const n of [1, 2, 3, 5, 7, 8, 30, 64, 101]) {
    close(list(applied(ifft, { inputs: [applied(fft, { inputs: [some(n)] })] })), list(some(n)), `length ${n}`);
    close(list(applied(ifft, { inputs: [some(n)] })).map((x) => ({ re: x.re * n, im: x.im * n })), slow(list(some(n)), 1), `length ${n}`);
  }
});

test("NumPy's: np.fft.fft([1, 2, 3, 4])", () => close(list(applied(fft, { inputs: [dense("i32", [4], [1, 2, 3, 4])] })), [{ re: 10, im: 0 }, { re: -2, im: 2 }, { re: -2, im: 0 }, { re: -2, im: -2 }], "4"));

test("axes: one after the other, the last first", () => {
  const a = elements("i16", [3, 4, 5]), along = (x: Dense, axis: number): Dense => applied(fft, { inputs: [x], attributes: { options: { axes: [axis] } } });
  assert.equal(applied(fft, { inputs: [a], attributes: { options: { axes: [0, 2] } } }), along(along(a, 2), 0));
  assert.equal(applied(fft, { inputs: [a], attributes: { options: { axes: [-1] } } }), applied(fft, { inputs: [a] }));
});

test("single precision is computed in double precision", () => {
  const a = dense("f32", [9], [1, 2, 3, 4, 5, 6, 7, 8, 9]), single = applied(fft, { inputs: [a] }), double = applied(fft, { inputs: [dense("f64", [9], [1, 2, 3, 4, 5, 6, 7, 8, 9])] });
  assert.equal(single.element, { re: "f32", im: "f32" });
  assert.equal(list(single), list(double).map(({ re, im }) => ({ re: Math.fround(re), im: Math.fround(im) })));
});

test("wrong calls", () => {
  assert.match(refused(fft, { inputs: [elements("bool", [4])] }), /^SPMD2095 fft: transforms numbers and complex numbers, not bool elements/);
  assert.match(refused(fft, { inputs: [dense({ x: "f64" }, [1], [{ x: 1 }])] }), /^SPMD2095/);
  assert.match(refused(fft, { inputs: [elements("f64", [])] }), /^SPMD2070/);
  assert.match(refused(fft, { inputs: [elements("f64", [4])], attributes: { options: { axes: [1] } } }), /^SPMD2070/);
});

test.run();
