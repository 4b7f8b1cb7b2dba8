import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decode, encode } from "./codec.ts";

const test = suite("mpi/codec");
const back = (value: unknown): unknown => decode(encode(value));

test("values come back as they were", () => {
  const values = [
    0, -0, 1.5, NaN, Infinity, -(2 ** 53), true, false, null, undefined, "", "äöü \u{1f600}", 123456789012345678901234567890n, -1n, [], {}, [1, [2, { a: [null, undefined] }]], { key1: [7, 2.72], key2: ["abc", "xyz"] },
    new Map<unknown, unknown>([["a", new Set([1, "2"])], [{ k: 1 }, 2]]), new Date(123), /a+b/gi, "x".repeat(100_000), Array.from({ length: 1000 }, (_, k) => ({ k, text: `n${k}` })),
  ];
  for (const value of values) {
    const got = back(value);
    assert.equal(got, value);
    if (value === 0) assert.ok(Object.is(got, value));
  }
});
test("typed arrays keep class and content, at any place", () => {
  const arrays = [new Float64Array([1, -0, 2.5]), new Uint8Array([1, 2, 3]), new BigInt64Array([5n]), new Float32Array(0), new Int16Array([7, 8, 9]).subarray(1)];
  const got = back({ arrays, again: arrays[0], deep: new Map([["x", arrays[1]]]) }) as { arrays: typeof arrays; again: unknown; deep: Map<string, unknown> };
  arrays.forEach((array, k) => assert.equal(got.arrays[k], array));
  assert.equal(got.again, arrays[0]);
  assert.equal(got.deep.get("x"), arrays[1]);
  assert.is((back(new Uint16Array([1, 2])) as Uint16Array).constructor, Uint16Array);
});
test("-0 stays -0, wherever it is", () => {
  const node: { zero: number; self?: unknown; list: unknown[] } = { zero: -0, list: [0, [-0]] };
  node.self = node;
  const got = back([node, new Map([[1, -0]]), new Set([{ z: -0 }]), node]) as [typeof node, Map<number, number>, Set<{ z: number }>, unknown];
  assert.ok(Object.is(got[0].zero, -0) && Object.is(got[0].list[0], 0) && Object.is((got[0].list[1] as number[])[0], -0));
  assert.ok(Object.is(got[1].get(1), -0) && Object.is([...got[2]][0]!.z, -0));
  assert.ok(got[0].self === got[0] && got[3] === got[0]);
  assert.is(node.zero, -0, "the value that was sent is as it was");
});
test("shared and cyclic references, errors", () => {
  const node: { next?: unknown; other?: unknown } = {};
  node.next = node;
  const got = back([node, node]) as [{ next: unknown }, unknown];
  assert.is(got[0], got[1]);
  assert.is(got[0].next, got[0]);
  const error = back(new RangeError("too far")) as Error;
  assert.ok(error instanceof RangeError);
  assert.is(error.message, "too far");
});
test("what the packer would change comes back as it was: bits of NaNs, broken text, boxed values, errors with all they hold, deep lists", () => {
  const bits = new Float64Array(new Uint8Array([1, 2, 3, 4, 5, 6, 0xf8, 0x7f]).buffer), got = back({ bits }) as { bits: Float64Array };
  assert.equal([...new Uint8Array(got.bits.buffer, got.bits.byteOffset, 8)], [1, 2, 3, 4, 5, 6, 0xf8, 0x7f]);
  assert.equal(back(["\ud800x", new Map([["k", "y\udfff"]])]), ["\ud800x", new Map([["k", "y\udfff"]])]);
  assert.equal((back([new Number(3), new String("x"), new Boolean(false)]) as object[]).map(v => v.valueOf()), [3, "x", false]);
  const views = back([new Int32Array(8).subarray(2, 4), new DataView(new ArrayBuffer(4)), new ArrayBuffer(8), [2n ** 64n, -(2n ** 70n)]]) as [Int32Array, DataView, ArrayBuffer, bigint[]];
  assert.equal([views[0].length, views[1].byteLength, views[2].byteLength, views[3]], [2, 4, 8, [2n ** 64n, -(2n ** 70n)]]);
  const error = new AggregateError([new TypeError("a", { cause: { why: [1] } })], "several"), copy = back(error) as AggregateError;
  assert.ok(copy instanceof AggregateError);
  assert.equal([copy.message, copy.stack, (copy.errors[0] as Error).name, (copy.errors[0] as Error).cause, "cause" in copy], ["several", error.stack, "TypeError", { why: [1] }, false]);
  let list: unknown[] = [];
  for (let k = 0; k < 500; k++) list = [list];
  for (let k = 0, deep = back(list) as unknown[]; k < 500; k++) deep = deep[0] as unknown[];
  class Point { constructor(readonly x: number) {} toJSON(): string { return "no"; } }
  assert.equal(back(new Point(3)), { x: 3 });
});
test("what cannot be cloned is named", () => {
  for (const [value, text] of [[() => 1, "function"], [{ f() {} }, "function"], [Symbol("s"), "symbol"], [Promise.resolve(1), "Promise"], [[new WeakMap()], "WeakMap"], [[Symbol("s")], "symbol"], [new SharedArrayBuffer(8), "SharedArrayBuffer"]] as const)
    assert.throws(() => encode(value), (error: Error) => error.name === "DataCloneError" && error.message.includes(text));
  let deep: unknown[] = [];
  for (let k = 0; k < 100_000; k++) deep = [deep];
  assert.throws(() => encode(deep), /nested too deeply/);
  assert.equal(back([1]), [1], "and nothing is left of it");
});

test.run();
