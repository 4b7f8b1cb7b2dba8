// Runs a program as one rank, to its end: makes the rank's memory, kernels and runtime object, runs the driver (or loads the message-passing program),
// and delivers the results. Never throws: how it ended is its result.
import type { GlobalProgram, Kernels, LocalViewProgram, Runtime } from "../abi.ts";
import { nativeKernels, scriptKernels, wasmKernels, type CallKernel } from "../arrays/kernels.ts";
import { createRuntime } from "../arrays/runtime.ts";
import { arrayStore } from "../arrays/store.ts";
import type { Communicator } from "../communicator/communicator.ts";
import { checkFinished } from "../mpi/environment.ts";
import { attach } from "../mpi/job.ts";
import { createWorld } from "../communicator/create.ts";
import { observe, type Observation } from "../trace/observe.ts";
import { rankMemory, type RankMemory } from "../memory/rankMemory.ts";
import { memoryUse } from "../memory/reserve.ts";
import { openLibrary } from "../native/library.ts";
import type { Transport } from "../transport/transport.ts";
import { failureOf } from "./failure.ts";
import type { Job, RankEnd } from "./job.ts";
import { createOutput, type Write } from "./output.ts";
import { gatherResults, printResults, saveResults, type Results } from "./results.ts";

export type Program = GlobalProgram | LocalViewProgram;

export interface RankSurroundings {
  readonly transport: Transport;
  readonly write: Write;
}

export async function runRank(program: Program, job: Job, { transport, write }: RankSurroundings): Promise<RankEnd> {
  const { rank } = job, world = createWorld(transport, job), observation = observe(world, job.observing, job.memoryUse);
  try {
    const results = program.view === "global" ? await runGlobal(program, job, world, write, observation) : await runLocal(program, job, world, write);
    const observed = observation.stop();
    transport.finish();
    const status = typeof process === "undefined" ? 0 : Number(process.exitCode ?? 0);
    return { ok: true, rank, status, ...(results ? { results } : {}), observed };
  } catch (thrown) {
    return { ok: false, failure: failureOf(rank, thrown), observed: observation.stop() };
  }
}

async function runGlobal({ driver, kernels, name }: GlobalProgram, job: Job, comm: Communicator, write: Write, { kernel }: Observation): Promise<Results | undefined> {
  const { rank, np } = job, memory = comm.memory(rank);
  const limited = rankMemory(memory, { np, total: job.memoryBytes, ...memoryUse(job) }), store = arrayStore(limited, rank, np);
  const call = kernelsOf(kernels, job, limited);
  const output = createOutput(name, write), runtime = createRuntime({ store, comm, call, output, params: job.params, clock: () => performance.now() / 1000, ...(job.terminal && rank === 0 ? { terminal: (text: string) => write("stderr", text) } : {}) });
  attach(comm, job.host);
  const exported = await driver.run(kernel ? withKernels(runtime, kernel) : runtime);
  const results = job.print || job.collect ? gatherResults(exported, runtime, store) : undefined;
  if (results && job.print) printResults(results, output);
  if (job.save !== undefined) saveResults(exported, job.save, runtime);
  return job.collect ? results : undefined;
}

/** Machine code where there is some, then WebAssembly, then JavaScript. */
function kernelsOf(kernels: Kernels, { module, native }: Pick<Job, "module" | "native">, memory: RankMemory): CallKernel {
  const portable = (): CallKernel => (module ? wasmKernels(module, kernels.failures, memory) : scriptKernels(kernels, memory));
  if (!native || !kernels.native) return portable();
  const call = nativeKernels(openLibrary(native), kernels.failures, memory);
  if (kernels.native.complete) return call;
  const compiled = new Set(kernels.native.kernels), others = portable();
  return Object.assign((...given: Parameters<CallKernel>) => (compiled.has(given[0]) ? call : others)(...given), others.plain ? { plain: true as const } : {});
}

/** The same runtime, whose kernels are told to a trace. */
function withKernels(runtime: Runtime, kernel: NonNullable<Observation["kernel"]>): Runtime {
  return {
    ...runtime,
    launch(nest, shape, placement, inputs, captures, site) {
      const start = performance.now(), made = runtime.launch(nest, shape, placement, inputs, captures, site);
      kernel(nest.name, start, site);
      return made;
    },
    scan(pass, shape, placement, inputs, others, captures, finishCaptures, how, site) {
      const start = performance.now(), made = runtime.scan(pass, shape, placement, inputs, others, captures, finishCaptures, how, site);
      kernel(pass.whole.name, start, site);
      return made;
    },
  };
}

async function runLocal(program: LocalViewProgram, job: Job, world: Communicator, write: Write): Promise<Results | undefined> {
  attach(world, job.host);
  const exported = await program.load();
  if (job.check) checkFinished();
  if (job.rank !== 0) return undefined;
  if (job.print) printResults(exported, createOutput(program.name, write));
  if (job.save !== undefined) saveResults(exported, job.save);
  return job.collect ? exported : undefined;
}
