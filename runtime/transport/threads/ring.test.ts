import { suite } from "uvu";
import * as assert from "uvu/assert";
import { eager, openRings } from "./ring.ts";
import { allocateSharedState } from "./state.ts";

const test = suite("transport/threads/ring");

/** Two ends of one ring, in one thread. */
function ends(np: number) {
  const shared = allocateSharedState(np, np), writer = openRings(shared, 0, () => undefined), reader = openRings(shared, 1, () => undefined);
  return {
    inlineBytes: writer.inlineBytes,
    put(value: number, bytes: number): boolean {
      const at = writer.reserve(1, bytes);
      if (at < 0) return false;
      writer.i32[at + 1] = eager;
      writer.i32[at + 3] = value;
      writer.i32[at + 4] = bytes;
      writer.u8.fill(value % 256, (at + 8) * 4, (at + 8) * 4 + bytes);
      writer.publish(1);
      return true;
    },
    get(): number | undefined {
      const at = reader.next(0);
      if (at < 0) return undefined;
      const value = reader.i32[at + 3]!, bytes = reader.i32[at + 4]!;
      assert.ok(reader.u8.subarray((at + 8) * 4, (at + 8) * 4 + bytes).every(b => b === value % 256), `the payload of ${value}`);
      reader.release(0);
      return value;
    },
  };
}

for (const np of [2, 40, 300, 1024])
  test(`records come out as they went in, whatever their lengths; ${np} ranks`, () => {
    const { put, get, inlineBytes } = ends(np), waiting: number[] = [];
    let sent = 0, state = 7;
    const random = (n: number): number => Math.floor(((state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32) * n);
    for (let k = 0; k < 20_000; k++) {
      if (random(3) > 0 && put(sent, random(2) === 0 ? random(inlineBytes + 1) : random(20))) waiting.push(sent++);
      if (random(2) === 0) assert.is(get(), waiting.shift());
    }
    while (waiting.length > 0) assert.is(get(), waiting.shift());
    assert.is(get(), undefined);
    assert.ok(sent > 1000);
  });

test("a full ring takes nothing, and the reader learns that the writer waits", () => {
  const shared = allocateSharedState(1024, 2), woken: number[] = [], writer = openRings(shared, 0, () => undefined), reader = openRings(shared, 1, r => void woken.push(r));
  while (writer.reserve(1, 0) >= 0) { const at = writer.reserve(1, 0); writer.i32[at + 1] = eager; writer.publish(1); }
  assert.ok(reader.next(0) >= 0);
  writer.wantRoom(1);
  reader.release(0);
  assert.equal(woken, [0]);
  assert.ok(writer.reserve(1, 0) >= 0);
});

test.run();
