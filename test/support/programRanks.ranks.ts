// Runs compiled programs on the ranks of a test: driver and JavaScript kernels as text, one job for many programs and parameters. Rank 0 gives the results.
import type { Driver, Kernels } from "../../runtime/abi.ts";
import { scriptKernels } from "../../runtime/arrays/kernels.ts";
import { createRuntime } from "../../runtime/arrays/runtime.ts";
import { arrayStore } from "../../runtime/arrays/store.ts";
import type { Communicator } from "../../runtime/communicator/communicator.ts";
import { rankMemory } from "../../runtime/memory/rankMemory.ts";
import { createOutput } from "../../runtime/rank/output.ts";
import { gatherResults } from "../../runtime/rank/results.ts";

export interface RankPrograms {
  /** Files: modules that export `driver`, `script` and `failures`. */
  readonly programs: readonly string[];
  readonly params: readonly { readonly [name: string]: number }[];
}

export type ProgramResults = readonly (readonly { readonly [name: string]: unknown }[])[];

/** For each program and each set of parameters, what it exports; empty on other ranks. */
export async function runPrograms(comm: Communicator, argument: unknown): Promise<ProgramResults> {
  const { programs, params } = argument as RankPrograms, all: { readonly [name: string]: unknown }[][] = [];
  for (const file of programs) {
    const { driver, script, failures } = (await import(file)) as { readonly driver: Driver } & Kernels, results: { readonly [name: string]: unknown }[] = [];
    for (const values of params) {
      const memory = rankMemory(comm.memory(comm.rank), { np: comm.size, total: undefined, allocated: () => 0, uses: () => {} }), store = arrayStore(memory, comm.rank, comm.size);
      const runtime = createRuntime({ store, comm, call: scriptKernels({ script, failures }, memory), output: createOutput("test", () => {}), params: values, clock: () => 0 });
      const exported = await driver.run(runtime);
      results.push(gatherResults(exported, runtime, store) ?? {});
    }
    all.push(results);
  }
  return all;
}
