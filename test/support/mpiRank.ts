// The other half of overMpi.ts: what each process runs.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import type { Choices } from "../../runtime/collectives/select.ts";
import { createWorld } from "../../runtime/communicator/create.ts";
import { decode, encode } from "../../runtime/mpi/codec.ts";
import { attach } from "../../runtime/mpi/job.ts";
import { findMpi } from "../../runtime/transport/mpi/find.ts";
import { joinMpi } from "../../runtime/transport/mpi/join.ts";
import { createMpiTransport } from "../../runtime/transport/mpi/mpi.ts";
import type { RankProgram } from "./withRanks.ts";

interface Assignment {
  readonly library: string;
  readonly name: string;
  readonly argument: unknown;
  readonly check: boolean;
  readonly choices: Choices;
  readonly results: string;
}

export async function runMpiRank(programs: { readonly [name: string]: unknown }): Promise<void> {
  const { library, name, argument, check, choices, results } = JSON.parse(process.env["SPMD_TEST_RANKS"]!) as Assignment, koffi = createRequire(fileURLToPath(import.meta.url)).resolve("koffi");
  const joined = joinMpi(findMpi(koffi, { file: library, family: undefined }), undefined);
  const transport = createMpiTransport(joined, { memory: new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true }), crowded: joined.neighbours > availableParallelism() });
  try {
    const world = createWorld(transport, { check, choices });
    attach(world);
    const value: unknown = await (programs[name] as RankProgram)(world, argument);
    const values = world.collect(encode(value), undefined, true).map(decode);
    if (joined.rank === 0) writeFileSync(results, JSON.stringify(values.map((v) => ({ value: v }))));
    world.barrier();
    transport.finish();
  } catch (error) {
    process.stderr.write(`rank ${joined.rank}: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
    const until = performance.now() + 500;
    while (performance.now() < until) transport.moveOn();
    joined.abort(1);
  }
  transport.settle();
  joined.leave();
  process.exit(0);
}
