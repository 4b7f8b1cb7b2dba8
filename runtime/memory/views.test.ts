import { suite } from "uvu";
import * as assert from "uvu/assert";
import { getView, putView } from "./views.ts";
import type { Numbers } from "../transport/transport.ts";

const test = suite("memory/views");

const kinds = [Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, Uint8ClampedArray] as unknown as (new (memory: ArrayBuffer, start: number, length: number) => Numbers)[];
const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, k) => (k * 37 + 11) % 251);

test("views of every kind and of few and many elements, there and back", () => {
  for (const kind of kinds)
    for (const n of [0, 1, 15, 16, 17, 100]) {
      const memory = new SharedArrayBuffer(4096), u8 = new Uint8Array(memory), words = { u8, i32: new Int32Array(memory), f64: new Float64Array(memory) };
      const size = (kind as unknown as { BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT * n, what = `${kind.name} of ${n}`;
      const sent = bytes(size + 16), got = new Uint8Array(size + 16).fill(255);
      putView(words, 64, new kind(sent.buffer as ArrayBuffer, 8, n));
      assert.equal([...u8.slice(64, 64 + size)], [...sent.subarray(8, 8 + size)], what);
      assert.ok(u8.subarray(0, 64).every(byte => byte === 0) && u8.subarray(64 + size).every(byte => byte === 0), `${what}: nothing else is written`);
      getView(words, 64, new kind(got.buffer as ArrayBuffer, 8, n));
      assert.equal([...got], [...new Array<number>(8).fill(255), ...sent.subarray(8, 8 + size), ...new Array<number>(8).fill(255)], what);
    }
});

test("a DataView is bytes", () => {
  const memory = new ArrayBuffer(64), words = { u8: new Uint8Array(memory), i32: new Int32Array(memory), f64: new Float64Array(memory) }, sent = bytes(20), got = new Uint8Array(20);
  putView(words, 8, new DataView(sent.buffer, 0, 20));
  getView(words, 8, new DataView(got.buffer, 0, 20));
  assert.equal([...got], [...sent]);
});

test.run();
