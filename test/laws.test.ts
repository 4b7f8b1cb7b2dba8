// The laws of the middle of the compiler: for every sample of every operator, for every placement that its loops can have, for any number of ranks and for
// awkward extents, the fused program and the simulated ranks compute what the interpreter computes, bit for bit. And a rule that is broken on purpose is found.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fuse } from "../compiler/2-fuse/fuse.ts";
import { verifyProgram } from "../compiler/ir/verify.ts";
import type { ArrayOp } from "../compiler/ir/array.ts";
import type { Program } from "../compiler/ir/host.ts";
import { operators } from "../compiler/ops/index.ts";
import { interpret } from "../compiler/reference/interpret.ts";
import { simulate } from "../compiler/reference/simulate.ts";
import { difference } from "./support/difference.ts";
import { breakages } from "./support/breakages.ts";
import { everyPlacement } from "./support/placements.ts";
import { programOf, sampleSource, samples } from "./support/samplePrograms.ts";

const test = suite("laws");
const ranks = [1, 2, 3, 4, 7];
/** Empty, one element, fewer than ranks, indivisible. */
const small = [{ n: 0, m: 3, k: 2 }, { n: 3, m: 0, k: 1 }, { n: 1, m: 1, k: 1 }, { n: 2, m: 5, k: 3 }, { n: 13, m: 3, k: 2 }];
/** Several leaves along one axis or the other. */
const large = [{ n: 2, m: 261, k: 1 }, { n: 270, m: 1, k: 1 }];
const extents = [...small, ...large];
const long = process.env.SPMD_TEST_LONG === "1", mostPlans = long ? 60 : 3;
/** Each sample meets every small extent with every number of ranks, under one of three placements, and large extents with one; the next sample with another. */
function isTried(sample: number, plan: number, e: number, np: number): boolean {
  const rank = ranks.indexOf(np);
  return long || (e < small.length ? (plan + e + rank) % 3 === 0 : (plan + e) % 3 === 0 && rank === (sample + e) % ranks.length);
}

const whole = programOf(sampleSource());
const wanted = extents.map((params) => interpret(whole, { params }).results);
/** The program that computes one of the results only. */
const only = (name: string): Program<ArrayOp> => {
  const others = new Set(whole.results.flatMap((r) => (r.name === name ? [] : [r.name])));
  // Host statements that only name other results keep what these need alive.
  const body = whole.body.filter((s) => s.kind !== "host" || s.code.writes.length === 0 || !s.code.writes.every((written) => others.has(written)));
  return { ...whole, body, results: whole.results.filter((r) => r.name === name) };
};

const named = process.env.SPMD_SAMPLES?.split(",");
for (const [sample, { name }] of samples.entries()) {
  if (!whole.results.some((r) => r.name === name) || (named && !named.includes(name.replace(/_\d+$/, "")))) continue;
  test(name, () => {
    const fused = fuse(only(name), operators);
    assert.equal(verifyProgram(fused), []);
    extents.forEach((params, e) => assert.is(difference(wanted[e]![name], interpret(fused, { params }).results[name]), undefined, `fused, ${JSON.stringify(params)}`));
    let plans = 0;
    for (const { local, plan } of everyPlacement(fused, mostPlans)) {
      plans++;
      for (const np of ranks) extents.forEach((params, e) => {
        if (!isTried(sample, plans, e, np)) return;
        const what = `np ${np}, ${JSON.stringify(params)}, placed ${plan}`;
        try {
          assert.is(difference(wanted[e]![name], simulate(local, np, { params }).results[name]), undefined, what);
        } catch (error) {
          throw error instanceof assert.Assertion ? error : new Error(`${what}: ${(error as Error).message}`, { cause: error });
        }
      });
    }
  });
}

test("all samples at once, fused with each other", () => {
  const fused = fuse(whole, operators);
  assert.equal(verifyProgram(fused), []);
  const { local } = [...everyPlacement(fused, 1)][0]!;
  for (const [e, params] of extents.entries()) for (const got of [interpret(fused, { params }), simulate(local, 3, { params })]) for (const { name } of samples) assert.is(difference(wanted[e]![name], got.results[name]), undefined, name);
});

for (const { name, source, broken } of breakages)
  test(`is found: ${name}`, () => {
    const program = programOf(source), want = interpret(program).results.r;
    const fused = fuse(program, operators);
    let found = 0;
    for (const { local } of everyPlacement(fused, mostPlans)) {
      assert.is(difference(want, simulate(local, 3).results.r), undefined);
      const wrong = broken(local);
      if (!wrong) continue;
      try {
        if (difference(want, simulate(wrong, 3).results.r) !== undefined) found++;
      } catch {
        found++;
      }
    }
    // Where one rank happens to hold everything, the mistake does no harm.
    assert.ok(found > 0);
  });
test.run();
