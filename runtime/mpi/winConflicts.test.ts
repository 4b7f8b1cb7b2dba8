import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findConflict, type Movement } from "./winConflicts.ts";

const test = suite("mpi/winConflicts");
const m = (kind: string, target: number, start: number, end: number): Movement => ({ call: "Win.Put", kind, target, start, end });

test("overlaps of which one writes", () => {
  assert.equal(findConflict([[m("write", 0, 0, 8)], [m("write", 0, 4, 12)]]), [[0, 0], [1, 0]]);
  assert.equal(findConflict([[m("write", 0, 0, 100), m("write", 0, 200, 300)], [m("read", 0, 250, 260)]]), [[0, 1], [1, 0]]);
  assert.equal(findConflict([[m("SUM", 1, 0, 8)], [m("MAX", 1, 0, 8)]]), [[0, 0], [1, 0]]);
});
test("what may be together", () => {
  assert.is(findConflict([[m("write", 0, 0, 8)], [m("write", 0, 8, 16)], [m("write", 1, 0, 8)]]), undefined);
  assert.is(findConflict([[m("read", 0, 0, 8)], [m("read", 0, 4, 16)]]), undefined);
  assert.is(findConflict([[m("SUM", 0, 0, 8)], [m("SUM", 0, 0, 8)]]), undefined);
  assert.is(findConflict([]), undefined);
});

test.run();
