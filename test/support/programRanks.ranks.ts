// Runs compiled programs on the ranks of a test: driver and JavaScript kernels as text, one job for many programs and parameters. Rank 0 gives the results.
import type { Driver, Kernels } from "../../runtime/abi.ts";
import { scriptKernels } from "../../runtime/arrays/kernels.ts";
import { createRuntime } from "../../runtime/arrays/runtime.ts";
import { arrayStore } from "../../runtime/arrays/store.ts";
import type { Communicator } from "../../runtime/communicator/communicator.ts";
import { elementBytes } from "../../runtime/memory/elements.ts";
import { rankMemory, type RankMemory } from "../../runtime/memory/rankMemory.ts";
import { createOutput } from "../../runtime/rank/output.ts";
import { countCalls } from "./countedCalls.ts";
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
      // What operators say of their communication is tried here, too.
      const calls = countCalls(comm), runtime = createRuntime({ store, comm: calls.comm, call: scriptKernels({ script, failures }, memory), output: createOutput("test", () => {}), params: values, clock: () => 0 });
      const exported = await driver.run(calls.counted(runtime));
      results.push(gatherResults(exported, runtime, store) ?? {});
    }
    all.push(results);
  }
  return all;
}

/** For each program and each set of parameters, how many bytes of this rank's memory were ever in use, and how many arrays were made. */
export async function memoryOfPrograms(comm: Communicator, argument: unknown): Promise<readonly { readonly bytes: number; readonly arrays: number }[][]> {
  const { programs, params } = argument as RankPrograms, all: { bytes: number; arrays: number }[][] = [];
  for (const file of programs) {
    const { driver, script, failures } = (await import(file)) as { readonly driver: Driver } & Kernels, found: { bytes: number; arrays: number }[] = [];
    for (const values of params) {
      const own = rankMemory(comm.memory(comm.rank), { np: comm.size, total: undefined, allocated: () => 0, uses: () => {} }), most = { bytes: 0, arrays: 0 };
      const memory: RankMemory = {
        ...own,
        allocate(dtype, length, what) {
          const buffer = own.allocate(dtype, length, what);
          most.bytes = Math.max(most.bytes, buffer.address + length * elementBytes(dtype));
          return buffer;
        },
      };
      const store = arrayStore(memory, comm.rank, comm.size), counted = <A extends readonly unknown[], R>(make: (...args: A) => R) => (...args: A): R => {
        most.arrays++;
        return make(...args);
      };
      await driver.run(createRuntime({ store: { ...store, make: counted(store.make), replace: counted(store.replace) }, comm, call: scriptKernels({ script, failures }, memory), output: createOutput("test", () => {}), params: values, clock: () => 0 }));
      found.push(most);
    }
    all.push(found);
  }
  return all;
}
