// The behaviours of conformance.test.ts over real MPI libraries: each rank a process.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mpis, noMpi, withMpiRanks } from "../support/overMpi.ts";
import { suites } from "./conformance.ranks.ts";

const test = suite("conformance over MPI");
const long = process.env["SPMD_TEST_LONG"] === "1";

if (mpis.length === 0) test.skip(noMpi, () => undefined);
for (const mpi of mpis)
  for (const name of Object.keys(suites))
    for (const np of long ? [2, 3, 4, 5, 7] : [3])
      test(`${name}, ${mpi.name}, ${np} ranks`, async () => assert.is((await withMpiRanks<string[]>(mpi, np, "test/conformance/conformance.ranks.ts", "run", { suite: name }, { deadlineMs: 120_000 })).length, np));

test.run();
