// Random programs over the whole table of operators, each run in every way that needs one thread: interpreted after check and after fuse, simulated on 1, 2, 3, 4
// and 7 ranks, as JavaScript and as WebAssembly, uncompiled. All results and all that is printed are the same to the bit; verifiers are on; every level comes back
// from its text. (`ranks.test.ts` does the same on threads.)
//
//   SPMD_SEED=812 SPMD_PROGRAMS=1 node test/run.mjs differential/programs      program 812 alone, shrunk, with what is wrong with it
//   SPMD_PROGRAMS=5000 npm run test:long                                       that many
//
// A failure prints this line for the program that failed, and the simplest one that was found.
import { suite } from "uvu";
import { check } from "./campaign.ts";
import { bundlesOf, firstSeed, programCount, shrinkMs } from "./settings.ts";

const test = suite("random programs");

for (const seeds of bundlesOf(firstSeed, programCount(200, 4000), 5)) test(`programs ${seeds[0]} to ${seeds.at(-1)}`, () => check(seeds, [], shrinkMs));

test.run();
