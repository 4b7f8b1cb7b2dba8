import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withRanks, withSelf } from "../../test/support/withRanks.ts";
import { allCollectives } from "./collectives.ranks.ts";
import { algorithms, type Choices, readChoices, select } from "./select.ts";

const test = suite("collectives");
const file = "runtime/collectives/collectives.ranks.ts";

test("select: by bytes and shared memory, and by name", () => {
  const small = { bytes: 8, size: 8, shared: true, native: false, commutative: true, ordered: false };
  assert.is(select("allreduce", small, {}), "flat");
  assert.is(select("allreduce", { ...small, bytes: 1 << 20 }, {}), "sliced");
  assert.is(select("allreduce", { ...small, shared: false }, {}), "recursiveDoubling");
  assert.is(select("allreduce", { ...small, bytes: 1 << 20, shared: false }, {}), "ring");
  assert.is(select("allreduce", { ...small, bytes: 1 << 20, shared: false, commutative: false }, {}), "recursiveDoubling");
  assert.is(select("allreduce", { ...small, shared: false }, { allreduce: "sliced" }), "recursiveDoubling");
  assert.is(select("allreduce", { ...small, commutative: false }, { allreduce: "ring" }), "flat");
  assert.is(select("allreduce", { ...small, bytes: 1 << 20, size: 2 }, {}), "exchange");
  assert.equal([2, 8].map(size => select("bcast", { ...small, bytes: 1 << 20, size }, {})), ["binomial", "board"]);
  assert.equal((["reduce", "allreduce"] as const).map(name => select(name, { ...small, shared: false, ordered: true }, {})), ["linear", "exchange"]);
  const natively = { ...small, shared: false, native: true };
  assert.equal([8, 1 << 20].map(bytes => select("bcast", { ...natively, bytes }, {})), ["binomial", "native"]);
  assert.equal([natively, small].map(situation => select("bcast", situation, { bcast: "native" })), ["native", "flat"]);
  const problems: string[] = [];
  assert.equal(readChoices({ SPMD_ALLREDUCE: "ring", SPMD_BCAST: "quick" }, text => problems.push(text)), { allreduce: "ring" });
  assert.equal(problems, ["SPMD_BCAST=quick: there is native, flat, board, binomial"]);
});

test("one rank", () => assert.is(withSelf(allCollectives, { sizes: [0, 1, 70, 20_000] }), 0));

for (const np of [2, 3, 4, 5, 8])
  test(`the chosen algorithms, ${np} ranks`, async () => {
    assert.equal(await withRanks(np, file, "allCollectives", { sizes: [0, 1, 70, 300, np > 4 ? 9000 : 40_000] }), Array.from({ length: np }, (_, r) => r));
  });

/** Sets of choices that together use every algorithm. */
const forced: readonly Choices[] = [
  { barrier: "dissemination", bcast: "binomial", gather: "linear", allgather: "ring", scatter: "linear", alltoall: "pairwise", reduce: "binomial", allreduce: "recursiveDoubling", scan: "chain" },
  { allreduce: "ring", reduce: "sliced" },
  { allreduce: "exchange", reduce: "linear" },
  { allreduce: "sliced", reduce: "flat", bcast: "board" },
];

test("the forced sets use every algorithm that is not the default", () => {
  const names = new Set(forced.flatMap(choices => Object.values(choices)));
  for (const list of Object.values(algorithms)) for (const name of list) assert.ok(names.has(name) || ["meeting", "board", "flat", "native"].includes(name), name);
});

for (const np of [2, 3, 5])
  forced.forEach((choices, k) => test(`forced algorithms ${k}, ${np} ranks`, async () => {
    await withRanks(np, file, "allCollectives", { sizes: [0, 1, 300, 3000, 70_000] }, { choices });
  }));

for (const np of [2, 3, 5])
  for (const choices of [{}, { allreduce: "exchange", reduce: "linear" }] satisfies Choices[])
    test(`floating point in rank order, ${np} ranks, ${JSON.stringify(choices)}`, async () => void (await withRanks(np, file, "inRankOrder", { sizes: [1, 5, 300, 3000, 70_000] }, { choices })));

test("more ranks than cores", async () => {
  await withRanks(24, file, "allCollectives", { sizes: [1, 70] }, { cores: 2 });
});

for (const np of [1, 2, 3]) test(`memory that others can read is not staged, ${np} ranks`, async () => void (await withRanks(np, file, "inSharedMemory")));

test.run();
