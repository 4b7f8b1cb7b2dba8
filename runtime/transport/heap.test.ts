import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createHeap, growableBuffer } from "./heap.ts";

const test = suite("transport/heap");

test("blocks do not overlap, are aligned, and come back", () => {
  const buffer = growableBuffer(), heap = createHeap(buffer), sizes = [1, 64, 65, 4000, 100_000, 3], blocks = sizes.map(heap.allocate);
  const ranges = blocks.map((start, k) => [start, start + sizes[k]!] as const).sort((a, b) => a[0] - b[0]);
  ranges.forEach(([start], k) => { assert.is(start % 64, 0); assert.ok(start > 0); if (k > 0) assert.ok(ranges[k - 1]![1] <= start); });
  assert.ok(buffer.byteLength >= ranges[ranges.length - 1]![1]);
  heap.free(blocks[3]!);
  assert.is(heap.allocate(4096), blocks[3]);
  blocks.forEach(heap.free);
  assert.is(heap.usedBytes(), 0);
  assert.throws(() => heap.free(128 + 1), /no block/);
});
test("views taken before growth keep working", () => {
  const buffer = growableBuffer(), heap = createHeap(buffer), first = heap.allocate(64), view = new Int32Array(buffer, first, 1);
  heap.allocate(1 << 22);
  view[0] = 7;
  assert.is(new Int32Array(buffer, first, 1)[0], 7);
});

test.run();
