import { suite } from "uvu";
import * as assert from "uvu/assert";
import * as spmd from "./lang.ts";
import { add, cast, fromArray, full, generate, iota, map, mean, min, monoid, ones, or, param, reduceAll, reduceRows, scanRows, shift, stencil, sum, toArray, transpose, where, zeros, zipWith } from "./lang.ts";
import { conversions } from "./ops/hostFunctions.ts";
import { effects, hostFunctions, monoidNames, operators } from "./ops/index.ts";

// Uncompiled programs: what an operator gives at once, and what it says of a wrong call.
const test = suite("lang");
const a = fromArray([[1, 2, 3], [4, 5, 6]]);

test("exports every operator, effect, monoid and host function", () => {
  const names = new Set([...operators.keys(), ...effects.keys(), ...hostFunctions.keys(), ...monoidNames]);
  assert.equal(Object.keys(spmd).sort(), [...names].sort());
  assert.ok(conversions.every((dtype) => names.has(dtype)));
});

test("arrays know their dtype and shape, and cannot be changed", () => {
  assert.equal([a.dtype, a.shape, String(a)], ["f64", [2, 3], "NDArray f64 [2, 3]"]);
  assert.throws(() => void ((a.shape as number[])[0] = 7));
});

test("operators compute at once", () => {
  assert.equal([...toArray(generate([2, 2], (i, j) => 10 * i + j))], [0, 1, 10, 11]);
  assert.equal([...toArray(zipWith(a, shift(a, [0, 1], { boundary: "wrap" }), (x, y, i) => x * y + i))], [2, 6, 3, 21, 31, 25]);
  assert.equal([...toArray(stencil(a, (at) => at(-1, 0) + at(0, 1), { boundary: 0 }))], [2, 3, 0, 6, 8, 3]);
  assert.equal([...toArray(where(map(a, (x) => x > 2), a, -1))], [-1, -1, 3, 4, 5, 6]);
  assert.equal([...toArray(transpose(cast(a, "u8")))], [1, 4, 2, 5, 3, 6]);
  assert.equal([...toArray(scanRows(a, add, { exclusive: true }))], [0, 1, 3, 0, 4, 9]);
});

test("reductions give numbers and booleans", () => {
  assert.equal([sum(a), min(a), mean(a), reduceAll(a, (x, y) => x * y)], [21, 1, 3.5, 720]);
  assert.equal([...toArray(reduceRows(a, min))], [1, 4]);
  assert.is(reduceAll(map(a, (x) => x > 5), or), true);
  assert.is(reduceAll(a, monoid(-Infinity, (x, y) => (x > y ? x : y))), 6);
  const single = sum(full([1000], 0.1, "f32"));
  assert.is(single, Math.fround(single));
});

test("dtypes are what the types say", () => {
  assert.equal([iota(3).dtype, zeros([1], "i16").dtype, ones([2]).dtype, map(a, (x) => x > 1).dtype, map(ones([1], "bool"), (x) => (x ? 1 : 0)).dtype], ["i32", "i16", "f64", "bool", "i32"]);
  assert.is(zipWith(zeros([1], "f32"), zeros([1]), (x) => x).dtype, "f64");
  assert.is(map(zeros([0]), (x) => x > 1).dtype, "bool");
});

test("JavaScript's own functions are kernels; positions do not reach them", () => {
  assert.equal([...toArray(map(a, Math.sqrt))].slice(0, 2), [1, Math.SQRT2]);
  assert.equal([...toArray(zipWith(a, transpose(transpose(a)), Math.max))], [1, 2, 3, 4, 5, 6]);
});

/** Code, text, and the line of this file that the stack begins with. */
function complaint(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    const { code, message, stack } = error as Error & { readonly code: string };
    return `${code} ${message}${/at .*lang\.test/.test(stack!.split("\n")[1]!) ? "" : ` (${stack!.split("\n")[1]!})`}`;
  }
  return "nothing is wrong";
}

test("mistakes say what is wrong, where the user's call stands", () => {
  const n = param("n", 3);
  assert.is(complaint(() => zipWith(iota(n), iota(4), (x, y) => x + y)), "SPMD2001 zipWith: shapes [3] and [4] differ");
  assert.is(complaint(() => map(a, (x) => x / 2, "i32")), "SPMD2010 map: 0.5 is not a value of i32");
  assert.is(complaint(() => zeros([n - 4])), "SPMD2005 zeros: -1 is not an extent");
  assert.is(complaint(() => scanRows(fromArray([1]) as never, add)), "SPMD2002 scanRows: needs a 2-D array, got shape [1]");
  assert.is(complaint(() => reduceAll(a, (x, y) => x - y)), "SPMD2050 no identity is known for this function");
  assert.is(complaint(() => map([1] as never, (x) => x)), "SPMD2015 map: 'a' must be an array made by spmd");
  assert.is(complaint(() => fromArray([1, 2, 3], [2, 2])), "SPMD2012 fromArray: 3 elements do not fill the shape [2, 2]");
  assert.is(complaint(() => fromArray([[1, 2], [3]])), "SPMD2016 fromArray: its lists have different lengths: 2 and 1");
});

test("errors of a kernel are the kernel's", () => assert.throws(() => map(a, (x) => { if (x > 2) throw new RangeError(`bad ${x}`); return x; }), /bad 3/));

test("parameters", () => {
  const given = Symbol.for("spmd.params"), before = Object.getOwnPropertyDescriptor(globalThis, given);
  Object.defineProperty(globalThis, given, { value: { n: "12", fast: "", name: 7 }, configurable: true });
  assert.equal([param("n", 1), param("fast", false), param("name", "x"), param("other", 5)], [12, true, "7", 5]);
  assert.throws(() => param("name", true), /param name is 7/);
  if (before) Object.defineProperty(globalThis, given, before);
  else Reflect.deleteProperty(globalThis, given);
});

test.run();
