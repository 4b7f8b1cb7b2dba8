// The other half of withRanks.ts: what each thread runs.
import { parentPort, workerData } from "node:worker_threads";
import type { Choices } from "../../runtime/collectives/select.ts";
import { createWorld } from "../../runtime/communicator/create.ts";
import { attach } from "../../runtime/mpi/job.ts";
import type { SharedState } from "../../runtime/transport/shared.ts";
import { createThreadsTransport } from "../../runtime/transport/threads/threads.ts";
import { endJob } from "../../runtime/transport/threads/waiting.ts";
import type { RankProgram } from "./withRanks.ts";

interface Assignment {
  readonly shared: SharedState;
  readonly rank: number;
  readonly name: string;
  readonly argument: unknown;
  readonly options: { readonly check: boolean; readonly choices: Choices };
}

export async function runRank(programs: { readonly [name: string]: unknown }): Promise<void> {
  const { shared, rank, name, argument, options } = workerData as Assignment;
  const transport = createThreadsTransport(shared, rank);
  try {
    const program = programs[name] as RankProgram | undefined;
    if (!program) throw new Error(`the module exports no ${name}`);
    const world = createWorld(transport, options);
    attach(world);
    const value = await program(world, argument);
    transport.finish();
    parentPort!.postMessage({ value, error: undefined, errorName: undefined });
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    endJob(shared, rank, "failed", `rank ${rank} threw ${failure.name}: ${failure.message}`);
    parentPort!.postMessage({ value: undefined, error: failure.name === "JobEnded" ? failure.message : failure.stack ?? failure.message, errorName: failure.name });
  }
}
