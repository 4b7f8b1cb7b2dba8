import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SpmdError } from "../errors.ts";
import { rankMemory, type MemoryLimits } from "./rankMemory.ts";

const test = suite("memory/rankMemory");
const memoryOf = (maximum: number): WebAssembly.Memory => new WebAssembly.Memory({ initial: 1, maximum, shared: true });
const unlimited: MemoryLimits = { np: 1, total: undefined, allocated: () => 0, uses: () => {} };

function failure(run: () => void): SpmdError {
  try {
    run();
  } catch (error) {
    assert.instance(error, SpmdError);
    return error as SpmdError;
  }
  throw new Error("nothing was thrown");
}

test("grows, keeps contents, and reuses what was freed", () => {
  const memory = rankMemory(memoryOf(1000), unlimited), a = memory.allocate("f64", 1000, "a");
  memory.view(a).fill(7);
  const b = memory.allocate("f32", 1_000_000, "b");
  assert.is(memory.view(b).length, 1_000_000);
  assert.ok(memory.view(a).every((x) => x === 7));
  memory.free(b);
  assert.is(memory.allocate("i32", 1_000_000, "c").address, b.address);
  assert.is(a.address % 64, 0);
});

test("an empty array needs no memory", () => {
  const memory = rankMemory(memoryOf(1), unlimited);
  memory.free(memory.allocate("f64", 0, "nothing"));
  assert.is(memory.used(), 0);
});

test("too much is an error that says how much and what would help", () => {
  const memory = rankMemory(memoryOf(65536), { ...unlimited, np: 2 }), error = failure(() => memory.allocate("f64", 1e9, "an array"));
  assert.is(error.code, "SPMD5001");
  assert.match(error.message, "an array needs 7.45 GiB");
  assert.match(error.help, "-np 5");
  assert.is(memory.view(memory.allocate("f64", 10, "a small one")).length, 10);
});

test("a refusal of the system is one too", () => {
  const error = failure(() => rankMemory(memoryOf(10), unlimited).allocate("u8", 1e6, "an array"));
  assert.match(error.message, "gives no more than 64.0 KiB");
});

test("memory that is kept for arrays of other sizes is used before anything is refused", () => {
  let used = 0;
  const memory = rankMemory(memoryOf(2), { np: 1, total: 131072, allocated: () => used, uses: (bytes) => void (used = bytes) });
  const [, p, q] = [40000, 20000, 20000, 40000].map((bytes) => memory.allocate("u8", bytes, "an array"));
  memory.free(p!);
  memory.free(q!);
  assert.is(memory.allocate("u8", 40000, "an array").address, p!.address);
});

test("ranks together stay below what the machine has", () => {
  const error = failure(() => rankMemory(memoryOf(65536), { ...unlimited, total: 2 ** 20, allocated: () => 2 ** 19 }).allocate("u8", 2 ** 20, "an array"));
  assert.match(error.message, "512 KiB are left");
});

test.run();
