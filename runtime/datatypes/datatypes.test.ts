import { suite } from "uvu";
import * as assert from "uvu/assert";
import { contiguous, hvector, indexed, resized, struct, subarray, vector } from "./derive.ts";
import { baseLayout, isContiguous, type Layout, reach, trueBounds } from "./layout.ts";
import { baseElements, packed, unpack, wholeItems } from "./pack.ts";

const test = suite("datatypes");
const int = baseLayout("INT"), double = baseLayout("DOUBLE"), byte = baseLayout("BYTE");
const memory = (n: number): Int32Array => Int32Array.from({ length: n }, (_, k) => k);
const ints = (bytes: Uint8Array): number[] => [...new Int32Array(bytes.slice().buffer)];
const picked = (layout: Layout, count = 1, start = 0): number[] => ints(packed(new Uint8Array(memory(100).buffer), start * 4, layout, count));

test("contiguous items are not copied", () => {
  const row = contiguous(int, 5), bytes = new Uint8Array(memory(20).buffer);
  assert.ok(isContiguous(row));
  assert.is(packed(bytes, 20, row, 2).buffer, bytes.buffer);
  assert.equal(picked(row, 2, 5), [5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
});
test("vector: a column; resized to be sent several times", () => {
  const column = vector(int, 3, 1, 10);
  assert.equal([column.size, column.extent], [12, 84]);
  assert.equal(picked(column), [0, 10, 20]);
  assert.equal(picked(resized(column, 0, 4), 2), [0, 10, 20, 1, 11, 21]);
  assert.equal(picked(hvector(int, 2, 2, 12)), [0, 1, 3, 4]);
});
test("indexed keeps its order, nested types flatten", () => {
  assert.equal(picked(indexed(int, [2, 1], [5, 0])), [5, 6, 0]);
  assert.equal(picked(contiguous(vector(int, 2, 1, 2), 2)), [0, 2, 3, 5]);
  assert.equal(picked(vector(contiguous(int, 2), 2, 1, 3)), [0, 1, 6, 7]);
});
test("subarray, C and Fortran order", () => {
  const block = subarray(int, [4, 5], [2, 3], [1, 2], "C");
  assert.equal([block.size, block.extent], [24, 80]);
  assert.equal(picked(block), [7, 8, 9, 12, 13, 14]);
  assert.equal(picked(subarray(int, [5, 4], [3, 2], [2, 1], "F")), [7, 8, 9, 12, 13, 14]);
  assert.equal(picked(subarray(int, [2, 3, 4], [1, 2, 2], [1, 1, 2], "C")), [18, 19, 22, 23]);
  assert.equal(picked(block, 2), [7, 8, 9, 12, 13, 14, 27, 28, 29, 32, 33, 34]);
});
test("struct: signature, bounds, counts", () => {
  const record = resized(struct([1, 2], [0, 8], [int, double]), 0, 24);
  assert.equal(record.signature.map(run => [run.base.name, run.count]), [["INT", 1], ["DOUBLE", 2]]);
  assert.equal(trueBounds(record), [0, 24]);
  assert.is(reach(record, 2), 48);
  assert.equal([wholeItems(record, 40), wholeItems(record, 24)], [2, undefined]);
  assert.equal([baseElements(record, 24), baseElements(record, 40), baseElements(record, 22)], [4, 6, undefined]);
});
test("unpack touches nothing else", () => {
  const target = new Uint8Array(40).fill(9);
  unpack(target, 0, vector(byte, 3, 2, 5), 1, Uint8Array.of(1, 2, 3, 4, 5, 6));
  assert.equal([...target.subarray(0, 13)], [1, 2, 9, 9, 9, 3, 4, 9, 9, 9, 5, 6, 9]);
  const short = new Uint8Array(12).fill(9);
  unpack(short, 0, vector(byte, 3, 2, 5), 1, Uint8Array.of(1, 2, 3));
  assert.equal([...short], [1, 2, 9, 9, 9, 3, 9, 9, 9, 9, 9, 9]);
});
test("words and bytes: the same, wherever memory starts", () => {
  const layouts = [vector(double, 5, 1, 3), vector(int, 4, 30, 40), struct([1, 1], [0, 12], [double, int]), vector(byte, 5, 3, 7), resized(vector(int, 3, 2, 3), 0, 33)];
  for (const layout of layouts)
    for (const start of [0, 1, 4, 6])
      for (const offset of [0, 1, 8]) {
        const whole = Uint8Array.from({ length: 2000 }, (_, k) => (k * 37) % 251), seen = whole.subarray(offset), plain = packed(seen, start, layout, 2);
        const expected = [0, 1].flatMap(item => layout.blocks.flatMap(b => [...seen.subarray(start + item * layout.extent + b.offset, start + item * layout.extent + b.offset + b.bytes)]));
        assert.equal([...plain], expected);
        const target = new Uint8Array(2000).subarray(offset);
        unpack(target, start, layout, 2, plain.subarray(0, plain.length - 4));
        assert.equal([...packed(target, start, layout, 2)], [...expected.slice(0, -4), 0, 0, 0, 0]);
      }
});
test("very many blocks", () => {
  const n = 300_000, layout = vector(byte, n, 1, 2), memory = new Uint8Array(2 * n);
  assert.equal([...trueBounds(layout)], [0, 2 * n - 1]);
  assert.is(reach(layout, 1), 2 * n - 1);
  unpack(memory, 0, layout, 1, new Uint8Array(n).fill(1));
  assert.is(packed(memory, 0, layout, 1).reduce((sum, value) => sum + value, 0), n);
});
test("empty types", () => {
  assert.equal(picked(contiguous(int, 0), 3), []);
  assert.equal(picked(vector(int, 0, 1, 4)), []);
});

test.run();
