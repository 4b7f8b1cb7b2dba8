// Arrays on real ranks: everything that layout/ computes, moved by a communicator.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { outcomes, withRanks, withSelf } from "../../test/support/withRanks.ts";
import type { DType, Placement, Shape } from "../abi.ts";
import { gathersAll, loopMemory, mapAndSum, prefixSums, reshards } from "./arrays.ranks.ts";

const test = suite("arrays");
const file = "runtime/arrays/arrays.ranks.ts";
const block = (axis: number, align = 1): Placement => ({ kind: "block", axis, align, halo: 0 });

function placements(shape: Shape): Placement[] {
  const found: Placement[] = [{ kind: "replicated" }, { kind: "root" }];
  shape.forEach((_, axis) => found.push(block(axis), block(axis, 4), { kind: "cyclic", axis }, { kind: "block", axis, align: 1, halo: 1, boundary: { kind: "wrap" } }, { kind: "block", axis, align: 1, halo: 3, boundary: { kind: "value", value: 9 } }));
  const grid: Placement = { kind: "grid", axes: [0, 1], aligns: [1, 1], halos: [0, 0], corners: false };
  if (shape.length > 1) found.push(grid, { ...grid, axes: [1, 0], aligns: [4, 1] }, { ...grid, halos: [1, 2], corners: true, boundary: { kind: "reflect" } });
  return found;
}

test("every placement to every other, and nothing leaks", async () => {
  const cases: [Shape, DType][] = [[[], "f64"], [[0], "f64"], [[3], "i32"], [[50], "f64"], [[5, 6], "u8"], [[3, 2, 4], "f32"], [[0, 4], "f64"]];
  for (const np of [2, 3, 7]) {
    const wrong = await withRanks<string[]>(np, file, "allReshards", cases.map(([shape, dtype]) => ({ shape, dtype, placements: placements(shape) })));
    assert.equal(wrong.flat(), [], `${np} ranks`);
  }
  for (const [shape, dtype] of cases) assert.equal(withSelf(reshards, { shape, dtype, placements: placements(shape) }), []);
});

test("several arrays are gathered at once", async () => {
  const one = (shape: Shape, dtype: DType, placement: Placement) => ({ shape, dtype, placement }), few = [one([50], "f64", block(0)), one([5, 7], "u8", block(1)), one([11], "i32", { kind: "cyclic", axis: 0 }), one([3, 2], "f32", block(0, 8))];
  const cases = [few, [...few, one([9], "f64", { kind: "replicated" })], [one([0], "f64", block(0)), one([4, 0], "u8", block(0))], [one([9000], "f64", block(0)), one([2], "i16", block(0))]];
  for (const np of [2, 3, 7]) assert.equal((await withRanks<string[]>(np, file, "gathersAll", cases)).flat(), [], `${np} ranks`);
  assert.equal(withSelf(gathersAll, cases), []);
});

test("large arrays move too", async () => {
  const wrong = await withRanks<string[]>(4, file, "reshards", { shape: [1000, 700], dtype: "f64", placements: placements([1000, 700]).slice(0, 7) });
  assert.equal(wrong.flat(), []);
});

test("a map and a sum give the same for any np and placement", async () => {
  for (const n of [0, 5, 5000]) {
    const expected = withSelf(mapAndSum, { n, input: { kind: "replicated" }, loop: { kind: "replicated" } }) as { sum: number; mapped: number[] };
    assert.equal(expected.mapped, Array.from({ length: n }, (_, k) => 2 * ((k * 37) % 101) + k));
    const pairs: [Placement, Placement][] = [[{ kind: "replicated" }, { kind: "cyclic", axis: 0 }], [{ kind: "replicated" }, block(0)], [{ kind: "cyclic", axis: 0 }, { kind: "cyclic", axis: 0 }], [block(0), block(0)]];
    for (const np of [2, 5])
      for (const found of await withRanks<unknown[]>(np, file, "mapsAndSums", pairs.map(([input, loop]) => ({ n, input, loop })))) assert.equal(found, pairs.map(() => expected), `n ${n}, np ${np}`);
  }
});

test("prefix sums", async () => {
  for (const n of [1, 300, 5000]) {
    const expected = withSelf(prefixSums, { n }) as number[];
    let sum = 0;
    assert.equal(expected, Array.from({ length: n }, (_, k) => (sum += (k * 37) % 101)));
    for (const np of [2, 3]) for (const found of await withRanks<number[]>(np, file, "prefixSums", { n })) assert.equal(found, expected);
  }
});

test("a throw in a kernel has the user's class and text", async () => {
  const found = await outcomes<string>(2, file, "kernelFailure");
  assert.equal(found.map((o) => o.value), ["RangeError: no 7 please, true!", "RangeError: no 7 please, true!"]);
});

test("a loop uses two buffers, not one a trip", () => {
  assert.ok((withSelf(loopMemory) as number) < 4 * 800_000);
});

test.run();
