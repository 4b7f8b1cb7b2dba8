// The rules of operators that are no loops, on real ranks: the samples of all such operators (and of kernels that read arrays), placed in several ways, by the runtime's own functions: what the
// reference gives, to the bit; and as many bytes as each operator says that it receives (support/countedCalls.ts). (The laws simulate ranks, where such an operator is its reference.)
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fuse } from "../compiler/2-fuse/fuse.ts";
import { vectorize } from "../compiler/5-vectorize/vectorize.ts";
import { emitDriver } from "../compiler/6-emit/driver/emitDriver.ts";
import { emitKernels } from "../compiler/6-emit/kernels.ts";
import { writtenKernels } from "../compiler/6-emit/written.ts";
import type { LocalProgram } from "../compiler/ir/spmd.ts";
import { operators } from "../compiler/ops/index.ts";
import { interpret } from "../compiler/reference/interpret.ts";
import { difference } from "./support/difference.ts";
import { everyPlacement } from "./support/placements.ts";
import type { ProgramResults } from "./support/programRanks.ranks.ts";
import { runPrograms } from "./support/programRanks.ranks.ts";
import { programOf, sampleSource, samples } from "./support/samplePrograms.ts";
import { withRanks, withSelf } from "./support/withRanks.ts";

const test = suite("rules");
const only = process.env.SPMD_SAMPLES?.split(","), ranks = [2, 3, 7], plans = process.env.SPMD_TEST_LONG === "1" ? 60 : 6;
/** Empty, one element, fewer than ranks, indivisible, several leaves. */
const params = [{ n: 0, m: 3, k: 2 }, { n: 3, m: 0, k: 1 }, { n: 1, m: 1, k: 1 }, { n: 2, m: 5, k: 3 }, { n: 13, m: 3, k: 2 }, { n: 400, m: 2, k: 1 }];

const chosen = samples.filter(({ name, sample }) => {
  const op = operators.get(name.replace(/_\d+$/, ""))!;
  return only ? only.includes(op.name) : op.loop === undefined || op.library !== undefined || op.expand !== undefined || sample.source.includes("read(");
});
const checked = programOf(sampleSource(chosen)), wanted = params.map((values) => interpret(checked, { params: values }).results);
const directory = mkdtempSync(path.join(tmpdir(), "spmd-rules-"));
test.after(() => rmSync(directory, { recursive: true }));

const programs = [...everyPlacement(fuse(checked, operators), plans)].map(({ local, plan }, k) => {
  const file = path.join(directory, `${k}.mjs`);
  writeFileSync(file, moduleOf(local));
  return { plan, file: pathToFileURL(file).href };
});

function moduleOf(local: LocalProgram): string {
  const readFile = (): undefined => undefined, kernels = emitKernels(vectorize({ nests: local.nests, functions: local.kernels }), readFile, undefined, writtenKernels(local));
  return `${emitDriver(local, readFile).text}\n${kernels.script.text}`;
}

function compare(results: ProgramResults, np: number): void {
  programs.forEach(({ plan }, k) => params.forEach((values, e) => {
    for (const { name } of chosen) assert.is(difference(wanted[e]![name], results[k]![e]![name]), undefined, `${name}, np ${np}, ${JSON.stringify(values)}, placed ${plan}`);
  }));
}

const argument = { programs: programs.map((p) => p.file), params };
test("one rank", async () => compare((await withSelf(runPrograms, argument)) as ProgramResults, 1));
for (const np of ranks)
  test(`${np} ranks`, async () => compare((await withRanks<ProgramResults>(np, "test/support/programRanks.ranks.ts", "runPrograms", argument, { deadlineMs: 120_000 }))[0]!, np));

test.run();
