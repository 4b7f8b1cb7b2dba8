import { suite } from "uvu";
import * as assert from "uvu/assert";
import { freeList } from "./freeList.ts";

const test = suite("memory/freeList");

test("gives aligned ranges and the same ones again", () => {
  const list = freeList(1000, 4096), a = list.take(8)!, b = list.take(100)!;
  assert.is(a, 1024);
  assert.is(b, 1088);
  list.give(a, 8);
  assert.is(list.take(64), a);
  list.give(b, 100);
  assert.is(list.take(128), b);
  assert.is(list.used(), 192);
});

test("joins neighbours on both sides", () => {
  const list = freeList(0, 640), parts = Array.from({ length: 10 }, () => list.take(64)!);
  assert.is(list.take(1), undefined);
  for (const part of [3, 5, 4, 0, 9, 1, 2]) list.give(parts[part]!, 64);
  assert.is(list.take(6 * 64), 0);
  assert.is(list.missing(65), 64);
  list.extend(704);
  assert.is(list.take(128), 576);
});

test("random use never overlaps and ends empty", () => {
  let state = 7;
  const random = (n: number): number => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * n | 0;
  const list = freeList(0, 1 << 16), held: { at: number; bytes: number }[] = [];
  for (let k = 0; k < 5000; k++) {
    const bytes = 1 + random(3000), at = held.length > 12 || random(2) ? undefined : list.take(bytes);
    if (at !== undefined) {
      assert.is(at % 64, 0);
      for (const other of held) assert.ok(at >= other.at + other.bytes || at + bytes <= other.at);
      held.push({ at, bytes });
    } else if (held.length > 0) {
      const [gone] = held.splice(random(held.length), 1);
      list.give(gone!.at, gone!.bytes);
    }
  }
  for (const { at, bytes } of held) list.give(at, bytes);
  assert.is(list.used(), 0);
  assert.is(list.take(1 << 16), 0);
});

test.run();
