// fromArray and readNpy as one rank and as one of several: each keeps its part.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Placement } from "../../abi.ts";
import { createWorld } from "../../communicator/create.ts";
import { SpmdError } from "../../errors.ts";
import { encodeNpy } from "../../io/npy.ts";
import { rankMemory } from "../../memory/rankMemory.ts";
import { createSelfTransport } from "../../transport/self/self.ts";
import { arrayStore, type ArrayStore } from "../store.ts";
import { library } from "./index.ts";

const test = suite("arrays/library");
const directory = mkdtempSync(path.join(tmpdir(), "spmd-library-"));
test.after(() => rmSync(directory, { recursive: true }));

const comm = createWorld(createSelfTransport());
const storeOf = (rank: number, np: number): ArrayStore => arrayStore(rankMemory(comm.memory(0), { np, total: undefined, allocated: () => 0, uses: () => {} }), rank, np);
const block: Placement = { kind: "block", axis: 0, align: 1, halo: 0 };

function made(op: string, attributes: { readonly [name: string]: unknown }, placement: Placement = { kind: "replicated" }, rank = 0, np = 1) {
  const store = storeOf(rank, np), [a] = library[op]!(store, { inputs: [], attributes, placements: [placement], site: "a.ts:1:2", comm, kernel: () => assert.unreachable() });
  return { element: a!.element, shape: a!.shape, held: [...store.view(a!, 0)] };
}

function refused(op: string, attributes: { readonly [name: string]: unknown }): string {
  try {
    made(op, attributes);
  } catch (error) {
    if (error instanceof SpmdError) return `${error.code} ${error.message} [${error.help}] ${error.site}`;
    throw error;
  }
  return "nothing";
}

test("fromArray takes typed arrays and nested lists", () => {
  assert.equal(made("fromArray", { values: [[1, 2, 3], [4, 5, 6]] }), { element: "f64", shape: [2, 3], held: [1, 2, 3, 4, 5, 6] });
  assert.equal(made("fromArray", { values: new Int16Array([1, 2, 3, 4]), shape: [2, 2] }), { element: "i16", shape: [2, 2], held: [1, 2, 3, 4] });
  assert.equal(made("fromArray", { values: [[true], [false]] }), { element: "bool", shape: [2, 1], held: [1, 0] });
  assert.equal(made("fromArray", { values: [1.5, 300], element: "u8" }), { element: "u8", shape: [2], held: [1, 44] });
  assert.equal(made("fromArray", { values: [] }), { element: "f64", shape: [0], held: [] });
});

test("each rank keeps its part", () => {
  const values = [0, 1, 2, 3, 4, 5, 6];
  assert.equal([0, 1, 2].map((rank) => made("fromArray", { values }, block, rank, 3).held), [[0, 1], [2, 3], [4, 5, 6]]);
  assert.equal([0, 1].map((rank) => made("fromArray", { values }, { kind: "cyclic", axis: 0 }, rank, 2).held), [[0, 2, 4, 6], [1, 3, 5]]);
});

test("fromArray says what is wrong with a list", () => {
  assert.match(refused("fromArray", { values: [[1, 2], [3]] }), "SPMD2016 fromArray: its lists have different lengths: 2 and 1");
  assert.match(refused("fromArray", { values: [1, "x"] }), "\"x\" stands where a number or boolean should");
  assert.match(refused("fromArray", { values: [1, 2, 3], shape: [2, 2] }), "SPMD2012 fromArray: 3 elements do not fill the shape [2, 2]");
  assert.match(refused("fromArray", { values: 5 }), "5 is neither a typed array nor a list");
});

test("readNpy reads whole files and rows of them", () => {
  const file = path.join(directory, "a.npy"), data = Int32Array.from({ length: 20 }, (_, k) => k * k);
  writeFileSync(file, encodeNpy({ element: "i32", shape: [5, 4], data: { "": data } }));
  const attributes = { file, options: { dtype: "i32", ndim: 2 } };
  assert.equal(made("readNpy", attributes), { element: "i32", shape: [5, 4], held: [...data] });
  assert.equal([0, 1, 2].flatMap((rank) => made("readNpy", attributes, block, rank, 3).held), [...data]);
  assert.equal(made("readNpy", attributes, { kind: "cyclic", axis: 1 }, 1, 2).held, [...data].filter((_, k) => k % 2 === 1));
});

test("readNpy says what the file holds instead, or why there is none", () => {
  const file = path.join(directory, "b.npy");
  writeFileSync(file, encodeNpy({ element: "i32", shape: [2, 2], data: { "": Int32Array.of(1, 2, 3, 4) } }));
  assert.match(refused("readNpy", { file }), /holds i32 elements with 2 axes, not f64 elements with 1 \[.*readNpy\(file, \{ dtype: "i32", ndim: 2 \}\)\] a\.ts:1:2/);
  assert.match(refused("readNpy", { file: path.join(directory, "none.npy") }), /^SPMD5009 cannot read .*none\.npy: there is no such file/);
  writeFileSync(file, "not numpy at all");
  assert.match(refused("readNpy", { file }), "SPMD5008");
});

test.run();
