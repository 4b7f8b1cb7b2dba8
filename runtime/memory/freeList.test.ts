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

test("a loop finds on its third trip what it had on its second, however its arrays lie", () => {
  // Each array is made before the one of the trip before is given back; another one lives meanwhile.
  const sizes = [448, 576, 256, 128], list = freeList(0, 0), held: (number | undefined)[] = sizes.map(() => undefined), grown: number[] = [];
  let end = 0;
  const taken = (bytes: number): number => {
    const found = list.take(bytes);
    if (found !== undefined) return found;
    list.extend((end += list.missing(bytes)));
    return list.take(bytes)!;
  };
  for (let trip = 0; trip < 20; trip++) {
    for (const [k, size] of sizes.entries()) {
      const other = sizes[(k + 2) % sizes.length]!, beside = taken(other), next = taken(size);
      if (held[k] !== undefined) list.give(held[k], size);
      list.give(beside, other);
      held[k] = next;
    }
    grown.push(end);
  }
  assert.equal(grown.slice(2), grown.slice(2).map(() => grown[1]));
});

test("what is kept for one size serves a new one, and others when told or when it is more than what is given out", () => {
  const list = freeList(0, 640), parts = Array.from({ length: 5 }, () => list.take(128)!);
  for (const part of parts.slice(0, 2)) list.give(part, 128);
  assert.is(list.take(256), 0);
  list.give(parts[2]!, 128);
  list.give(parts[3]!, 128);
  assert.is(list.take(256), undefined);
  list.join();
  assert.is(list.take(256), 256);
  list.give(0, 256);
  list.give(256, 256);
  assert.is(list.take(512), 0);
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
  list.join();
  assert.is(list.used(), 0);
  assert.is(list.take(1 << 16), 0);
});

test.run();
