import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { encodeNpy } from "../io/npy.ts";
import { recordingOutput } from "./recordingOutput.ts";
import type { Share, Whole } from "./whole.ts";
import { writeNpy } from "./writeNpy.ts";

const test = suite("effects/writeNpy");
const whole: Whole = { element: { x: "f32", on: "bool" }, shape: [3, 2], data: { x: Float32Array.of(1, 2, 3, 4, 5, 6), on: Uint8Array.of(0, 1, 1, 0, 0, 1) } };
const rows: Whole = { ...whole, shape: [2, 2], data: { x: whole.data.x!.subarray(0, 4), on: whole.data.on!.subarray(0, 4) } };

/** Rank 0 of two, whose other says this of its rows; and how often the array was gathered. */
function besides(other: object): Share & { readonly gathers: () => number } {
  const counts = { words: 0, gathers: 0 };
  return {
    rank: 0,
    shape: whole.shape,
    first: 0,
    words: (mine) => [mine, JSON.stringify(++counts.words === 2 ? other : {})],
    whole: () => (counts.gathers++, whole),
    gathers: () => counts.gathers,
  };
}

const inDirectory = (use: (directory: string) => void): void => {
  const directory = mkdtempSync(path.join(tmpdir(), "spmd-"));
  try {
    use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

test("a rank writes its header and its rows, nothing else", () => inDirectory((directory) => {
  const file = path.join(directory, "a.npy"), share = besides({}), written = encodeNpy(whole);
  writeNpy(file, rows, recordingOutput(), share);
  assert.equal(new Uint8Array(readFileSync(file)), written.fill(0, written.length - 10));
  assert.is(share.gathers(), 0);
  assert.equal(readdirSync(directory), ["a.npy"]);
}));

test("where the other does not see the file, rank 0 writes all of it", () => inDirectory((directory) => {
  const file = path.join(directory, "a.npy"), share = besides({ unseen: true });
  writeNpy(file, rows, recordingOutput(), share);
  assert.equal(new Uint8Array(readFileSync(file)), encodeNpy(whole));
  assert.is(share.gathers(), 1);
  assert.equal(readdirSync(directory), ["a.npy"]);
}));

test("where the other cannot write, what was there stays", () => inDirectory((directory) => {
  const file = path.join(directory, "a.npy");
  writeFileSync(file, "before");
  assert.throws(() => writeNpy(file, rows, recordingOutput(), besides({ failed: "the disk is full" })), /^cannot write .*a\.npy: the disk is full$|SPMD5009/);
  assert.is(readFileSync(file, "utf8"), "before");
  assert.equal(readdirSync(directory), ["a.npy"]);
}));

test("a file keeps its mode, and a link what it names", () => inDirectory((directory) => {
  const file = path.join(directory, "real/a.npy"), link = path.join(directory, "link.npy");
  mkdirSync(path.dirname(file));
  writeFileSync(file, "before", { mode: 0o640 });
  symlinkSync(file, link);
  writeNpy(link, rows, recordingOutput(), besides({ unseen: true }));
  assert.equal(new Uint8Array(readFileSync(file)), encodeNpy(whole));
  assert.is(statSync(file).mode & 0o777, 0o640);
  assert.equal(readdirSync(directory).sort(), ["link.npy", "real"]);
}));

test.run();
