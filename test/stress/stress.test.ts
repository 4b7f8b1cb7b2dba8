// Random programs with random delays: no result is wrong, and nothing hangs. Some ten thousand operations in every run of the tests, a million in `npm run test:long`. The seed
// is in the message of what fails.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withRanks } from "../support/withRanks.ts";
import { operations, random, type Stress } from "./stress.ranks.ts";

const test = suite("stress");
const long = process.env["SPMD_TEST_LONG"] === "1";
/** Operations by number of ranks. */
const plan: readonly (readonly [np: number, short: number, long: number])[] = [[2, 5000, 400_000], [3, 3000, 300_000], [4, 2000, 200_000], [8, 600, 100_000]];

for (const [np, short, many] of plan)
  test(`${np} ranks`, async () => {
    const program: Stress = { seed: long ? Date.now() % 1_000_000 : 12_345 + np, operations: long ? many : short };
    if (long) console.log(`${np} ranks, seed ${program.seed}`);
    const calls = await withRanks<number>(np, "test/stress/stress.ranks.ts", "run", program, { deadlineMs: long ? 3_000_000 : 100_000 });
    assert.is(calls.length, np);
    assert.ok(calls.every(n => n > program.operations));
  });

test("as if every rank had a core of its own: meetings without a counter, waits that spin", async () => {
  for (const np of [3, 4]) await withRanks(np, "test/stress/stress.ranks.ts", "run", { seed: 70 + np, operations: 120 }, { cores: 8, deadlineMs: 60_000 });
});

test("checks off, and without boards", async () => {
  const choices = { barrier: "dissemination", bcast: "binomial", gather: "linear", allgather: "ring", scatter: "linear", alltoall: "pairwise", reduce: "binomial", allreduce: "recursiveDoubling", scan: "chain" } as const;
  await withRanks(3, "test/stress/stress.ranks.ts", "run", { seed: 7, operations: 500 }, { check: false, choices, deadlineMs: 60_000 });
});

test("the numbers are spread", () => {
  const next = random(1), counts = Object.keys(operations).map(() => 0);
  for (let k = 0; k < 11_000; k++) counts[next(counts.length)]!++;
  assert.ok(counts.every(n => n > 800 && n < 1200), counts.join(" "));
});

test.run();
