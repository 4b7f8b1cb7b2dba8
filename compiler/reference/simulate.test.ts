import { suite } from "uvu";
import * as assert from "uvu/assert";
import { distribute } from "../3-distribute/distribute.ts";
import { fuse } from "../2-fuse/fuse.ts";
import { communicate } from "../4-communicate/communicate.ts";
import { parsePlacement } from "../ir/placement.ts";
import type { LocalProgram } from "../ir/spmd.ts";
import { operators } from "../ops/index.ts";
import { dense } from "./dense.ts";
import { programBuilder, x } from "./programBuilder.ts";
import { gather, reshard, scatter } from "./shards.ts";
import { simulate } from "./simulate.ts";

const test = suite("simulate");

test("an array cut up, moved and put together again is itself", () => {
  const a = dense("i32", [5, 7], Array.from({ length: 35 }, (_, k) => k * k));
  for (const np of [1, 2, 3, 7]) for (const from of ["block(0)", "block(1, align 2)", "cyclic(0)", "replicated", "root"]) for (const to of ["block(1, halo 2 reflect)", "cyclic(1)", "replicated", "root", "block(0, halo 1 value 4)"])
    assert.equal(gather(reshard(scatter(a, parsePlacement(from), np), parsePlacement(to), np), np), a);
});

test("copies that differ are an error", () => {
  const shards = scatter(dense("f64", [2], [1, 2]), { kind: "replicated" }, 2);
  shards.parts[1]![""]![1] = 3;
  assert.throws(() => gather(shards, 2), /ranks differ/);
});

test("a read beyond what a rank holds is an error, not some other element", () => {
  const b = programBuilder(operators), a = b.op("distribute", [b.op("generate", [], { attributes: { shape: [8] }, kernel: b.kernel([["i", "int"]], x.real(x.local("i", "int")), { indices: 1 }) })], { attributes: { how: "rows" } });
  b.result("r", b.op("distribute", [b.op("shift", [a], { attributes: { offsets: [1] } })], { attributes: { how: "rows" } }));
  const local = communicate(distribute(fuse(b.program())));
  assert.equal(simulate(local, 2).results.r, dense("f64", [8], [1, 2, 3, 4, 5, 6, 7, 7]));
  const narrow: LocalProgram = { ...local, body: local.body.map((s) => (s.kind === "array" && s.node.kind === "reshard" ? { kind: "array", node: { ...s.node, result: { ...s.node.result, placement: { kind: "block", axis: 0, align: 1, halo: 0 } } } } : s)) };
  assert.throws(() => simulate(narrow, 2), /rank 0 reads position 4 of input 0, axis 0, and holds 0 .. 3/);
});
test.run();
