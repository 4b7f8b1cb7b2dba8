import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mpis, noMpi, withMpiRanks } from "../../../test/support/overMpi.ts";
import type { Choices } from "../../collectives/select.ts";

const test = suite("collectives of MPI's own");
const long = process.env["SPMD_TEST_LONG"] === "1", file = "runtime/transport/mpi/collectives.ranks.ts";
const native: Choices = { bcast: "native", gather: "native", allgather: "native", scatter: "native", alltoall: "native", reduce: "native", allreduce: "native", scan: "native" };

if (mpis.length === 0) test.skip(noMpi, () => undefined);
for (const mpi of mpis) {
  const sizes = long ? [2, 3, 4, 7] : [3];
  for (const np of sizes) {
    const ranks = Array.from({ length: np }, (_, r) => r);
    for (const check of [true, false]) test(`everything, forced, ${mpi.name}, ${np} ranks, checks ${check}`, async () =>
      assert.equal(await withMpiRanks(mpi, np, "runtime/collectives/collectives.ranks.ts", "allCollectives", { sizes: [0, 1, 70, 9000] }, { choices: native, check }), ranks));
    test(`reductions of integers, ${mpi.name}, ${np} ranks`, async () => assert.equal(await withMpiRanks(mpi, np, file, "reductions", undefined, { choices: native }), ranks));
    test(`lengths that differ, ${mpi.name}, ${np} ranks`, async () => assert.equal(await withMpiRanks(mpi, np, file, "lengthsThatDiffer"), ranks.map(() => np)));
  }
  test(`chosen for what is long and whose order does not show, ${mpi.name}`, async () => {
    for (const names of await withMpiRanks<string[]>(mpi, 3, file, "whichAreNative"))
      assert.equal(names, ["bcast", "gather", "allgather", "scatter", "alltoall", "allreduce", "reduce", "scan", "scan", "allgather"]);
  });
  test(`conformance, forced, ${mpi.name}`, async () => void (await withMpiRanks(mpi, 3, "test/conformance/conformance.ranks.ts", "run", { suite: "collectives" }, { choices: native, deadlineMs: 120_000 })));
}

test.run();
