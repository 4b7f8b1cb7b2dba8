import { suite } from "uvu";
import * as assert from "uvu/assert";
import { outcomes, withRanks } from "../../../test/support/withRanks.ts";
import { rankList } from "../report.ts";
import { allocateSharedState } from "./state.ts";
import { stuckRanks } from "../waitGraph.ts";

const test = suite("transport/threads");
const file = "runtime/transport/threads/threads.ranks.ts";

test("messages of every size", async () => {
  const some = [0, 1, 31, 32, 33, 64, 65, 4095, 4096, 4097, 65_536, 65_537, 300_001];
  for (const np of [1, 2, 5]) await withRanks(np, file, "sizes", some);
  await withRanks(3, file, "sizes", [1, 500, 5000, 200_000, 40_000_000]);
});
test("order within a tag, any order between tags", async () => void (await withRanks(3, file, "order")));
test("any source and any tag", async () => assert.equal((await withRanks(4, file, "anybody"))[0], [0, 50, 50, 50]));
test("a synchronous send waits for its receive", async () => void (await withRanks(2, file, "synchronous")));
test("messages to itself", async () => void (await withRanks(2, file, "toItself")));
test("probe and matched receive", async () => void (await withRanks(3, file, "probing")));
test("cancel", async () => void (await withRanks(3, file, "cancelling")));
test("transfers go on while their rank waits elsewhere", async () => void (await withRanks(3, file, "progressElsewhere")));
test("many ranks on few cores", async () => void (await withRanks(48, file, "sizes", [1, 100, 5000], { cores: 2 })));
for (const np of [2, 3, 7]) test(`no wake-up is lost, ${np} ranks`, async () => void (await withRanks(np, file, "stress", np === 2 ? 20_000 : 4000)));

async function report(np: number, name: string): Promise<{ texts: string[]; ms: number }> {
  const start = performance.now(), all = await outcomes(np, file, name, undefined, { deadlineMs: 5000 });
  for (const outcome of all) if (outcome.errorName !== undefined) assert.is(outcome.errorName, "JobEnded", outcome.error ?? "");
  return { texts: [...new Set(all.flatMap(o => o.error ?? []))], ms: performance.now() - start };
}

test("a cycle of receives is reported with lines", async () => {
  const { texts } = await report(3, "cycle");
  assert.is(texts.length, 1);
  assert.match(texts[0]!, /^deadlock: every rank here waits for another/);
  assert.match(texts[0]!, /rank 0 {2}recv\(source=1, tag=3\) on COMM_WORLD at threads\.ranks\.ts:\d+:\d+, waiting for rank 1/);
  assert.match(texts[0]!, /rank 2 {2}recv\(source=0, tag=3\)/);
});
test("waiting for a rank that has ended is reported", async () => {
  const { texts } = await report(3, "waitForEnded");
  assert.match(texts[0]!, /^deadlock: rank 0 has ended and others still wait for it\n {2}rank 0 {2}has ended\n {2}ranks? (?:1 and 2|1|2) {2}Barrier\(\) on COMM_WORLD \(collective 0\) at threads/);
});
test("a collective here and a receive there", async () => assert.match((await report(3, "mixed")).texts[0]!, /deadlock[^]*recv\(source=1[^]*Barrier/));
test("different roots", async () => {
  const { texts, ms } = await report(3, "differentRoots");
  assert.match(texts[0]!, /^mismatch: [^\n]*\n {2}ranks 0 and 2 {2}Bcast\(root=0, count=24\)[^\n]* at threads\.ranks\.ts:\d+:\d+\n {2}rank 1 {2}Bcast\(root=1, count=24\)/);
  assert.ok(ms < 2000, `${ms} ms`);
});
test("different collectives", async () => assert.match((await report(2, "differentCalls")).texts[0]!, /^mismatch[^]*rank 0 {2}Barrier[^]*rank 1 {2}Allgather/));
test("different counts", async () => assert.match((await report(2, "differentCounts")).texts[0]!, /^mismatch[^]*op=SUM, dtype=Float64, count=3[^]*count=4/));
test("a long wait that will end is not reported", async () => void (await withRanks(3, file, "slow")));
test("a rank that throws ends all", async () => {
  const start = performance.now(), all = await outcomes(3, file, "throws");
  assert.match(all[1]!.error!, /RangeError: on purpose\n.*threads\.ranks\.ts/);
  assert.equal(all.map(o => o.errorName), ["JobEnded", "RangeError", "JobEnded"]);
  assert.ok(performance.now() - start < 1500);
});

test("stuckRanks: any and all", () => {
  const any = (...ranks: number[]) => ({ mode: "any" as const, ranks }), all = (...ranks: number[]) => ({ mode: "all" as const, ranks });
  assert.equal(stuckRanks([any(1), any(0), undefined], [false, false, false]), [0, 1]);
  assert.equal(stuckRanks([any(1, 2), any(0), undefined], [false, false, false]), []);
  assert.equal(stuckRanks([all(1, 2), any(0), undefined], [false, false, false]), [0, 1]);
  assert.equal(stuckRanks([all(2), all(2), undefined], [false, false, true]), [0, 1]);
});
test("rankList", () => assert.equal([[3], [1, 3], [0, 1, 2, 3, 7], [5, 4]].map(rankList), ["3", "1 and 3", "0-3, 7", "4 and 5"]));
test("1024 ranks share a bounded amount of memory", () => {
  const before = process.memoryUsage().rss, shared = allocateSharedState(1024, 2);
  const reserved = shared.control.byteLength + shared.rings.byteLength + shared.board.byteLength;
  assert.ok(reserved < 5e8, `${reserved} bytes reserved`);
  assert.ok(process.memoryUsage().rss - before < 1e8);
});

test.run();
