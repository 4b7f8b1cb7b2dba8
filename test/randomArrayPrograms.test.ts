// Random programs: what the stages from fusion to communication make of them computes and prints what the interpreter does, for random placements and numbers of
// ranks. A failure names its seed.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fuse } from "../compiler/2-fuse/fuse.ts";
import { verifyProgram } from "../compiler/ir/verify.ts";
import { interpret } from "../compiler/reference/interpret.ts";
import type { Interpreted } from "../compiler/reference/interpret.ts";
import { simulate } from "../compiler/reference/simulate.ts";
import { difference } from "./support/difference.ts";
import { everyPlacement } from "./support/placements.ts";
import { randomArrayProgram, randomOf } from "./support/randomArrayProgram.ts";

const test = suite("random array programs");
const programs = process.env.SPMD_TEST_LONG === "1" ? 20_000 : 250;

function differs(want: Interpreted, got: Interpreted): string | undefined {
  for (const [name, value] of Object.entries(want.results)) {
    const how = difference(value, got.results[name]);
    if (how !== undefined) return `${name} is ${how}`;
  }
  return JSON.stringify(want.printed) === JSON.stringify(got.printed) ? undefined : "something else is printed";
}

function trouble(seed: number): string | undefined {
  const program = randomArrayProgram(seed), random = randomOf(seed), fused = fuse(program), wrong = verifyProgram(fused);
  if (wrong.length > 0) return wrong.join("; ");
  const shapes = [{ n: 5, m: 3 }, { n: 1, m: 0 }, ...(random.next() < 0.3 ? [{ n: 17, m: 150 }] : [])];
  for (const params of shapes) {
    const want = interpret(program, { params }), where = JSON.stringify(params), inFused = differs(want, interpret(fused, { params }));
    if (inFused !== undefined) return `fused, ${where}: ${inFused}`;
    for (const { local, plan } of everyPlacement(fused, 2)) {
      const np = random.pick([1, 2, 3, 4, 7]), how = differs(want, simulate(local, np, { params }));
      if (how !== undefined) return `np ${np}, ${where}, placed ${plan}: ${how}`;
    }
  }
  return undefined;
}

test(`${programs} of them`, () => {
  for (let seed = 1; seed <= programs; seed++) {
    try {
      assert.is(trouble(seed), undefined, `seed ${seed}`);
    } catch (error) {
      throw error instanceof assert.Assertion ? error : new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
});
test.run();
