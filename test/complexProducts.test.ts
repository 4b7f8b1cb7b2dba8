// Products of complex arrays, choices among records, diagonals, and scatters, in all the ways to run a program.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { disagreement } from "./differential/ways.ts";

const test = suite("complex products");

test("all ways agree", async () => {
  const text = `import { filter, generate, map, matmul, matvec, outer, param, transpose } from "spmd";
const n = param("n", 9), m = param("m", 4);
const z = generate([n, m], (i, j) => ({ re: i - j * 0.3, im: j + 0.7 * i }), "complex128"), w = generate([m], (i) => ({ re: i / 3, im: 1 - i }), "complex128");
const r = generate([m, n], (i, j) => Math.sin(i + 5 * j)), none = generate([0, m], () => ({ re: 1, im: 1 }), "complex128");
export const square = matmul(z, transpose(z));
export const mixed = matmul(r, z);
export const other = matmul(z, r);
export const vector = matvec(z, w);
export const rows = outer(w, w);
export const nothing = matvec(none, w);
export const chosen = filter(z, (x, i, j) => x.re > x.im || (i + j) % 4 === 0);
export const records = filter(map(z, (x, i) => ({ x: x.re, on: i % 3 === 0, n: i }), { x: "f64", on: "bool", n: "u8" }), (x) => x.on);`;
  assert.is(await disagreement({ "main.ts": text }, [3]), undefined);
});

test("all ways agree on sums over named axes", async () => {
  const text = `import { einsum, generate, param } from "spmd";
const n = param("n", 37), m = param("m", 5);
const z = generate([n, m], (i, j) => ({ re: i - j * 0.3, im: j + 0.7 * i }), "complex128"), w = generate([m, n], (i, j) => ({ re: Math.sin(i + j), im: Math.cos(i - j) }), "complex64"), r = generate([n, m], (i, j) => Math.sin(i + 5 * j));
export const product = einsum("ij,kj->ki", z, r);
export const chain = einsum("ij,jk,kl->il", z, w, z);
export const columns = einsum("ij->j", z);
export const rows = einsum("ij,ij->i", w, w);
export const turned = einsum("ij->ji", w);
export const total = einsum("ij,ij->", z, r);
export const square = einsum("ij,ji->", z, w);`;
  assert.is(await disagreement({ "main.ts": text }, [3]), undefined);
});

test("all ways agree on diagonals", async () => {
  const text = `import { einsum, generate, param } from "spmd";
const n = param("n", 37), q = generate([n, n], (i, j) => i * 3 - j * j, "i32"), x = generate([n, n], (i, j) => Math.sin(i + 5 * j));
export const diagonal = einsum("ii->i", q);
export const trace = einsum("ii->", x);
export const both = einsum("ij,ji->", x, q);`;
  assert.is(await disagreement({ "main.ts": text }, [3]), undefined);
});

test("all ways agree on scatters into few rows", async () => {
  const text = `import { add, and, generate, map, max, monoid, ones, param, scatter, zeros } from "spmd";
const n = param("n", 3001), m = 12, at = generate([n], (i) => (i * 7919) % m, "i32"), two = generate([n, 3], (i, j) => (i + j) % 101, "i16");
export const counts = scatter(zeros([m], "i32"), at, generate([n], (i) => (i * 37) % 1001, "i32"), add);
export const most = scatter(zeros([m, 3], "i16"), at, two, max);
export const last = scatter(zeros([m]), map(at, (k) => -1 - k), generate([n], (i) => Math.sin(i)));
export const bits = scatter(map(ones([m], "u8"), () => 255), at, map(generate([n], (i) => i, "u8"), (x) => x | 7), and);
export const total = scatter(zeros([m]), at, generate([n], (i) => Math.sin(i)), add);
const z = generate([n], (i) => ({ re: Math.cos(i), im: Math.sin(i), n: i % 5 }), { re: "f64", im: "f32", n: "i8" });
export const products = scatter(generate([m], () => ({ re: 1, im: 0, n: 0 }), { re: "f64", im: "f32", n: "i8" }), at, z, monoid({ re: 1, im: 0, n: 0 }, (a, b) => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re, n: a.n + b.n })));`;
  assert.is(await disagreement({ "main.ts": text }, [3]), undefined);
});

test("all ways agree on reductions, segments and single elements of records", async () => {
  const text = `import { add, dot, generate, map, mean, monoid, norm, param, prod, read, segmentedScan } from "spmd";
const n = param("n", 300), z = generate([n], (i) => ({ re: Math.sin(i), im: Math.cos(i * 3) }), "complex128"), w = generate([n, 2], (i, j) => ({ re: i / 3 - j, im: 1 - i }), "complex64"), x = generate([n], (i) => i % 7);
const starts = generate([n], (i) => i % 11 === 4), r = map(z, (v, i) => ({ v: v.re, n: i % 50, on: v.im > 0 }), { v: "f32", n: "i16", on: "bool" });
export const products = [dot(z, z), dot(z, x), dot(w, w), mean(z), mean(w), prod(map(z, (v) => ({ re: v.re * 2, im: v.im }), "complex128")), prod(map(w, (v, i) => ({ re: 1, im: v.im / 1e4 }), "complex64"))].map((v) => v.re * 3 + v.im);
export const lengths = [norm(z), norm(w)];
export const turns = segmentedScan(z, starts, monoid({ re: 1, im: 0 }, (a, b) => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re })), { exclusive: true });
export const sums = segmentedScan(w, generate([n, 2], (i, j) => (i + j) % 17 === 0), add);
export const far = generate([n], (i) => read(z, (i * 7) % n).re - read(w, n - 1 - i, 1).im + read(r, i).n);
export const near = map(z, (v, i) => { const q = read(r, (i * 3) % n); return q.on ? v.re : q.v; });`;
  assert.is(await disagreement({ "main.ts": text }, [3]), undefined);
});

test.run();
