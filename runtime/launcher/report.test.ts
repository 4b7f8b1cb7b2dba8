import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Failure } from "../rank/job.ts";
import { reportFailures, whose } from "./report.ts";

const test = suite("launcher/report");
const thrown = (rank: number, message: string, stack = ""): Failure => ({ kind: "throw", rank, name: "Error", message, stack, site: undefined, causes: [] });
const ended = (rank: number, reason: "failed" | "deadlock", report: string): Failure => ({ kind: "ended", rank, reason, origin: 0, report, status: 1 });

test("ranks in words", () => {
  assert.is(whose([0, 1, 2, 5].map((r) => thrown(r, "")), 8), "ranks 0-2, 5");
  assert.is(whose([3].map((r) => thrown(r, "")), 8), "rank 3");
  assert.is(whose([1, 0].map((r) => thrown(r, "")), 2), "all 2 ranks");
});

test("what began it is told, what followed is not", () => {
  assert.is(reportFailures([ended(0, "failed", "rank 1 failed"), thrown(1, "bad")], 2, undefined), "error on rank 1: Error: bad\n");
  assert.is(reportFailures([ended(0, "deadlock", "deadlock: all wait"), ended(1, "deadlock", "deadlock: all wait")], 2, undefined), "error SPMD5020: deadlock: all wait\n  help: every receive needs a send that its sender reaches; where two ranks exchange, let one receive first, or use Sendrecv or Isend\n");
});

test("the same failure is told once, others in a line", () => {
  assert.is(reportFailures([thrown(0, "a"), thrown(1, "b"), thrown(2, "a")], 3, undefined), "error on ranks 0, 2: Error: a\nand rank 1: Error: b\n");
});

test("only the user's frames are shown", () => {
  const stack = "Error: no\n    at f (/w/a.ts:3:5)\n    at inner (/w/a.spmd.mjs:90:1)\n    at node:internal/process:1:1";
  assert.is(reportFailures([thrown(0, "no", stack)], 1, undefined), "error: Error: no\n  /w/a.ts:3:5\n  at f (/w/a.ts:3:5)\n");
});

test("errors of the catalogue have their help and their place", () => {
  const failure: Failure = { kind: "spmd", rank: 0, code: "SPMD2101", message: "zeros: extent 0 is -1", help: "be positive", site: "a.ts:1:2", stack: "" };
  assert.is(reportFailures([failure, { ...failure, rank: 1 }], 2, undefined), "error SPMD2101: zeros: extent 0 is -1\n  a.ts:1:2\n  help: be positive\n");
});

test.run();
