import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { effects } from "./index.ts";
import { readNpyFile, serialOutput } from "./serial.ts";
import type { Whole } from "./whole.ts";

const test = suite("effects/serial");

test("what writeNpy writes, readNpyFile reads", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "spmd-")), file = path.join(directory, "a.npy");
  const a: Whole = { element: "i16", shape: [2, 2], data: { "": Int16Array.of(1, -2, 3, 4) } };
  try {
    effects["writeNpy"]!.run([file, a], serialOutput());
    assert.equal(readNpyFile(file), a);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("a file that is not there", () => assert.throws(() => readNpyFile("/nowhere/a.npy"), /cannot read \/nowhere\/a.npy/));

test.run();
