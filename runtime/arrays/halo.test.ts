// Halos in the room beside arrays: the right elements at every boundary, computed while messages travel, in the memory of two trips.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withRanks, withSelf } from "../../test/support/withRanks.ts";
import { boundaryPosition, type Boundary } from "../abi.ts";
import { haloLoop, type HaloLoop, type HaloLoopResult } from "./halo.ranks.ts";

const test = suite("halo");

/** The same loop written for whole arrays. */
function expected({ shape: [n = 0, m = 0], halo, boundary, trips }: HaloLoop): Pick<HaloLoopResult, "values" | "sums"> {
  let u = Array.from({ length: n * m }, (_, k) => (k * 37) % 97);
  for (let trip = 0; trip < trips; trip++) {
    const read = (i: number, j: number): number => {
      const place = boundaryPosition(i, n, boundary.kind);
      return place === undefined ? (boundary as { readonly value: number }).value : u[place * m + j]!;
    };
    u = u.map((_, k) => (((2 * read(Math.floor(k / m) - halo, k % m) - read(Math.floor(k / m) + halo, k % m) + Math.floor(k / m)) % 97) + 97) % 97);
  }
  return { values: u, sums: Array.from({ length: m }, (_, j) => u.reduce((sum, x, k) => (k % m === j ? sum + x : sum), 0)) };
}

const boundaries: readonly Boundary[] = [{ kind: "clamp" }, { kind: "wrap" }, { kind: "reflect" }, { kind: "value", value: 5 }];

test("a time loop gives the same with any boundary, width and number of ranks", async () => {
  for (const boundary of boundaries)
    for (const [n, halo] of [[70, 1], [33, 3], [20, 9], [3, 2], [0, 1]] as const) {
      const how: HaloLoop = { shape: [n, 3], halo, boundary, trips: 3 }, { values, sums } = expected(how);
      for (const np of [1, 2, 3]) {
        const found = np === 1 ? [withSelf(haloLoop, how) as HaloLoopResult] : await withRanks<HaloLoopResult>(np, "runtime/arrays/halo.ranks.ts", "haloLoop", how);
        for (const rank of found) {
          assert.equal(rank.values, values, `${boundary.kind}, ${n} rows, halo ${halo}, np ${np}`);
          assert.equal(rank.sums, sums, `${boundary.kind}, ${n} rows, halo ${halo}, np ${np}`);
          assert.is(rank.leaked, 0);
        }
      }
    }
});

test("after its second trip a loop uses no other memory, and edges are computed after the rest", async () => {
  const found = await withRanks<HaloLoopResult>(2, "runtime/arrays/halo.ranks.ts", "haloLoop", { shape: [4000, 50], halo: 1, boundary: { kind: "clamp" }, trips: 20 } satisfies HaloLoop);
  for (const { fresh, grown, calls } of found) assert.equal({ fresh, grown, calls }, { fresh: 0, grown: 0, calls: 3 });
});

test.run();
