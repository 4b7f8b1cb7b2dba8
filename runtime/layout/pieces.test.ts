import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Placement } from "../abi.ts";
import { legElements, legsOf, paddedRuns, piecesOf, rangeRun, repeatedRuns } from "./pieces.ts";
import type { AxisRun } from "./pieces.ts";
import { shardParts } from "./shard.ts";

const test = suite("layout: pieces");

const positions = (runs: readonly AxisRun[]): (number | undefined)[] => {
  const found: (number | undefined)[] = [];
  for (const run of runs) for (let k = 0; k < run.count; k++) found[run.to + k] = run.from + k * run.step;
  return [...found];
};
const ranged = (extent: number, ...range: (number | null)[]): (number | undefined)[] => positions([rangeRun(extent, range)]);

test("ranges as Python reads them", () => {
  assert.equal(ranged(5), [0, 1, 2, 3, 4]);
  assert.equal(ranged(5, 1, 4), [1, 2, 3]);
  assert.equal(ranged(5, -3), [2, 3, 4]);
  assert.equal(ranged(5, 0, -1), [0, 1, 2, 3]);
  assert.equal(ranged(5, 3, 99), [3, 4]);
  assert.equal(ranged(5, null, null, -1), [4, 3, 2, 1, 0]);
  assert.equal(ranged(5, null, null, 2), [0, 2, 4]);
  assert.equal(ranged(5, 99, 0, -2), [4, 2]);
  assert.equal(ranged(5, 3, 1), []);
  assert.equal(ranged(0, null, null, -1), []);
});

test("padding", () => {
  assert.equal(positions(paddedRuns(3, 2, 4, "wrap")), [1, 2, 0, 1, 2, 0, 1, 2, 0]);
  assert.equal(positions(paddedRuns(3, 3, 3, "reflect")), [1, 2, 1, 0, 1, 2, 1, 0, 1]);
  assert.equal(positions(paddedRuns(3, 2, 1, "clamp")), [0, 0, 0, 1, 2, 2]);
  assert.equal(positions(paddedRuns(2, 1, 1, "value")), [undefined, 0, 1]);
  assert.equal(paddedRuns(0, 1, 1, "clamp"), []);
});

test("repetition", () => assert.equal(positions(repeatedRuns(3, 2)), [0, 1, 2, 0, 1, 2]));

test("between any two placements every element arrives once, from where it is", () => {
  const placements = (axis: number): Placement[] => [{ kind: "replicated" }, { kind: "block", axis, align: 1, halo: 0 }, { kind: "block", axis, align: 4, halo: 0 }, { kind: "cyclic", axis }, { kind: "block", axis, align: 1, halo: 2, boundary: { kind: "wrap" } }];
  const cases: { extent: number; runs: AxisRun[]; result: number }[] = [0, 1, 3, 23].flatMap((extent) => [
    ...[[], [1, 20, 3], [null, null, -1], [21, 2, -4], [2, 9]].map((range) => ({ extent, runs: [rangeRun(extent, range)], result: rangeRun(extent, range).count })),
    { extent, runs: paddedRuns(extent, 3, 5, "reflect"), result: extent === 0 ? 0 : extent + 8 },
    { extent, runs: repeatedRuns(extent, 3), result: extent * 3 },
  ]);
  for (const { extent, runs, result } of cases) for (const from of placements(0)) for (const to of placements(0)) for (const np of [1, 2, 3, 7]) {
    for (let receiver = 0; receiver < np; receiver++) {
      const wanted = shardParts([result], to, receiver, np), got: (number | undefined)[] = new Array<undefined>(wanted[0]!.count).fill(undefined);
      for (let sender = 0; sender < np; sender++) {
        if (from.kind === "replicated" && sender !== receiver) continue;
        const held = shardParts([extent], from, sender, np);
        for (const piece of piecesOf([runs])) {
          const legs = legsOf(piece, held, wanted);
          if (!legs) continue;
          assert.ok(legElements(legs) > 0);
          for (let k = 0; k < legs[0]!.count; k++) {
            const place = legs[0]!.to + k * legs[0]!.toStep - wanted[0]!.halo;
            assert.is(got[place], undefined);
            got[place] = held[0]!.start + (legs[0]!.from + k * legs[0]!.fromStep - held[0]!.halo) * held[0]!.step;
          }
        }
      }
      const whole = positions(runs), expected = got.map((_, j) => whole[wanted[0]!.start + j * wanted[0]!.step]);
      assert.equal(got, expected, `${JSON.stringify([runs, from, to, np, receiver])}`);
    }
  }
});

test.run();
