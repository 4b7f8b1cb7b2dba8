// Random programs on ranks that are threads: several compiled and bundled as one program, one job of it a number of ranks. Everything that `manyPrograms.ts`
// compares is compared here, too; SPMD_SEED and SPMD_PROGRAMS work alike.
import { suite } from "uvu";
import { check } from "./campaign.ts";
import { bundlesOf, firstSeed, programCount, shrinkMs } from "./settings.ts";

const test = suite("random programs on ranks");

/** So that they are others than those of `manyPrograms.ts`. */
const apart = process.env.SPMD_SEED === undefined ? 1_000_000 : 0;
const jobs = [[2], [3], [4], [7], [8]];

bundlesOf(firstSeed + apart, programCount(120, 10_000), 6).forEach((seeds, k) => {
  test(`programs ${seeds[0]} to ${seeds.at(-1)}`, () => check(seeds, seeds.length === 1 ? jobs.flat() : jobs[k % jobs.length]!, shrinkMs));
});

test.run();
