import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { DType, ElementType } from "../abi.ts";
import type { Whole } from "../effects/whole.ts";
import { SpmdError } from "../errors.ts";
import { arrayOf } from "../memory/elements.ts";
import { decodeNpy, encodeNpy } from "./npy.ts";

const test = suite("io/npy");
const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** A file with this header text and these bytes of elements. */
function file(header: string, elements: readonly number[], version = 1): Uint8Array {
  const length = version === 1 ? [header.length & 255, header.length >> 8] : [header.length & 255, header.length >> 8, 0, 0];
  return Uint8Array.from([0x93, ...[..."NUMPY"].map((c) => c.charCodeAt(0)), version, 0, ...length, ...[...header].map((c) => c.charCodeAt(0)), ...elements]);
}

test("what is written is read back, for every dtype and shape", () => {
  for (const dtype of Object.keys(arrayOf) as DType[])
    for (const shape of [[], [0], [3], [2, 3], [2, 1, 2], [0, 4]]) {
      const count = shape.reduce((a, b) => a * b, 1), data = new arrayOf[dtype](Array.from({ length: count }, (_, k) => (dtype === "bool" ? k % 2 : k + 1)));
      const array: Whole = { element: dtype, shape, data: { "": data } }, bytes = encodeNpy(array);
      assert.equal(decodeNpy(bytes, "x.npy"), array);
      assert.is((bytes.length - data.byteLength) % 64, 0);
    }
});

test("the header is NumPy's", () => {
  const header = text(encodeNpy({ element: "f64", shape: [3], data: { "": Float64Array.of(1, 2, 3) } }).subarray(0, 128));
  assert.is(header, `\x93NUMPY\x01\x00\x76\x00{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }`.padEnd(127) + "\n");
});

test("records: complex and structured", () => {
  const complex: ElementType = { re: "f64", im: "f64" }, array: Whole = { element: complex, shape: [2], data: { re: Float64Array.of(1, 2), im: Float64Array.of(3, 4) } }, bytes = encodeNpy(array);
  assert.match(text(bytes.subarray(0, 60)), "'<c16'");
  assert.equal([...new Float64Array(bytes.slice(128).buffer)], [1, 3, 2, 4]);
  assert.equal(decodeNpy(bytes, "x.npy"), array);
  const mixed = encodeNpy({ element: { a: "i32", b: "u8" }, shape: [2], data: { a: Int32Array.of(1, 2), b: Uint8Array.of(9, 8) } });
  assert.match(text(mixed.subarray(0, 60)), "[('a', '<i4'), ('b', '|u1')]");
  assert.equal([...mixed.subarray(128)], [1, 0, 0, 0, 9, 2, 0, 0, 0, 8]);
});

test("Fortran order, big-endian, 64-bit integers, half precision, version 2", () => {
  assert.equal([...decodeNpy(file("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n", [1, 4, 2, 5, 3, 6]), "x").data[""]!], [1, 2, 3, 4, 5, 6]);
  assert.equal([...decodeNpy(file("{'descr': '>i2', 'fortran_order': False, 'shape': (2,)}\n", [1, 2, 255, 255]), "x").data[""]!], [258, -1]);
  const long = decodeNpy(file("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }\n", [254, 255, 255, 255, 255, 255, 255, 255], 2), "x");
  assert.is(long.element, "f64");
  assert.equal([...long.data[""]!], [-2]);
  assert.equal([...decodeNpy(file("{'descr': '<f2', 'fortran_order': False, 'shape': (4,), }\n", [0, 0x3c, 1, 0, 0, 0xfc, 0, 0xc0]), "x").data[""]!], [1, 2 ** -24, -Infinity, -2]);
});

test("broken files say why", () => {
  const reason = (bytes: Uint8Array): string => {
    try {
      decodeNpy(bytes, "x.npy");
    } catch (error) {
      assert.instance(error, SpmdError);
      return (error as SpmdError).message;
    }
    return "it was read";
  };
  const good = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n";
  assert.match(reason(Uint8Array.of(1, 2, 3)), "does not begin with");
  assert.match(reason(file(good, [1, 2, 3])), "3 bytes of elements instead of 16");
  assert.match(reason(file(good, []).subarray(0, 40)), "ends inside its header");
  assert.match(reason(file("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }\n", [])), "Python objects");
  assert.match(reason(file("{'descr': '<U5', 'fortran_order': False, 'shape': (2,), }\n", [])), "its elements are '<U5'");
  assert.match(reason(file("nonsense\n", [])), "not a description");
  assert.match(reason(file(good, [], 9)), "version is 9.0");
  assert.match(reason(file("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }\n", [1, 0, 0, 0, 0, 0, 0, 127])), "not exact");
});

test("records, with names of any letters, come back as they were", () => {
  const whole = { element: { größe: "f64", n: "i16", on: "bool" }, shape: [2], data: { größe: Float64Array.of(1.5, -0), n: Int16Array.of(-3, 7), on: Uint8Array.of(1, 0) } } as const;
  const bytes = encodeNpy(whole);
  assert.is(bytes[6], 3);
  assert.equal(decodeNpy(bytes, "a.npy"), whole);
});

test.run();
