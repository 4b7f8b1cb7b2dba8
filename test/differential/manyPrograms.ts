// Random programs over the whole table of operators, each run in every way that needs one thread: interpreted after check and after fuse, simulated on 1, 2, 3, 4,
// 7 and 8 ranks, as JavaScript and as WebAssembly, uncompiled. All results and all that is printed are the same to the bit; verifiers are on; every level comes
// back from its text. (`ranks.test.ts` does the same on threads, and with machine code.)
//
//   SPMD_SEED=812 SPMD_PROGRAMS=1 node test/run.mjs differential/programs      program 812 alone, shrunk, with what is wrong with it
//   SPMD_PROGRAMS=5000 npm run test:long                                       that many
//
// A failure prints this line for the program that failed, and the simplest one that was found. Test files are processes of their own, so several share the work.
import { suite } from "uvu";
import { check } from "./campaign.ts";
import { bundlesOf, firstSeed, programCount, shrinkMs } from "./settings.ts";

const parts = 4;

/** The `part`-th quarter of them. */
export function testPrograms(part: 1 | 2 | 3 | 4): void {
  const test = suite(`random programs, part ${part}`), bundles = bundlesOf(firstSeed, programCount(880, 100_000), 8).filter((_, k) => k % parts === part - 1);
  for (const seeds of bundles) test(`programs ${seeds[0]} to ${seeds.at(-1)}`, () => check(seeds, [], shrinkMs));
  // A part of few programs may have none.
  if (bundles.length === 0) test("none", () => {});
  test.run();
}
