// Each behaviour of `spmd/mpi` is written once (behaviours/) and run on 1, 2, 3, 4, 5 and 8 ranks, over every kind of communicator.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withRanks, withSelf } from "../support/withRanks.ts";
import { run, suites } from "./conformance.ranks.ts";

const test = suite("conformance");
const file = "test/conformance/conformance.ranks.ts";

for (const name of Object.keys(suites)) {
  test(`${name}, one rank without threads`, () => assert.is((withSelf(run, { suite: name }) as string[]).length, 4 * Object.keys(suites[name]!).length));
  for (const np of [1, 2, 3, 4, 5, 8])
    test(`${name}, ${np} ranks`, async () => assert.is((await withRanks<string[]>(np, file, "run", { suite: name }, { deadlineMs: 60_000 })).length, np));
}
/** A part of each suite. */
const subset = [["pointToPoint", "wildcards and status"], ["collectives", "lower-case collectives carry any value"], ["structure", "windows: locks and atomic operations"]] as const;
for (const [name, only] of subset)
  test(`${name}, 48 ranks on few cores`, async () => void (await withRanks(48, file, "run", { suite: name, only, over: ["COMM_WORLD", "a half"] }, { deadlineMs: 60_000 })));
test("collectives and messages without boards", async () => {
  const choices = { barrier: "dissemination", bcast: "binomial", gather: "linear", allgather: "ring", scatter: "linear", alltoall: "pairwise", reduce: "binomial", allreduce: "recursiveDoubling", scan: "chain" } as const;
  for (const np of [2, 5]) await withRanks(np, file, "run", { suite: "collectives" }, { choices });
});
test("checks off", async () => void (await withRanks(3, file, "run", { suite: "collectives" }, { check: false })));

test.run();
