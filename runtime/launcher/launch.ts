// Runs a job: decides how, starts the ranks, passes on what they print, waits for their ends, and makes one outcome of them. One rank runs right here,
// since it never waits for another; more are threads, and so is one with a time limit, which a busy thread could not keep itself.
//
// Invariant: a job always ends. When one rank fails, those that have not come to their end within the grace are ended; a signal or the time limit ends all.
import type { Kernels } from "../abi.ts";
import { type Choices, readChoices } from "../collectives/select.ts";
import { SpmdError, spmdError } from "../errors.ts";
import { endWithReader } from "../io/standardOutput.ts";
import { canShareMemory, coreCount, files, freeMemoryBytes, hostName, isNode, isTerminal } from "../platform.ts";
import type { Failure, Job, RankEnd } from "../rank/job.ts";
import { reserveMemories } from "../memory/reserve.ts";
import { failureOf } from "../rank/failure.ts";
import { runRank, type Program } from "../rank/run.ts";
import { captureOutput, type Write } from "../rank/output.ts";
import { allocateSharedState } from "../transport/threads/state.ts";
import { createSelfTransport } from "../transport/self/self.ts";
import type { JobOutput, Outcome, RunOptions } from "./options.ts";
import { describeParams, typedParams } from "./params.ts";
import { compileKernels } from "./compileKernels.ts";
import { prepareNative } from "./nativeKernels.ts";
import { printing, type Printing } from "./printing.ts";
import { exitAtOnce } from "../native/library.ts";
import { checkTraceFile, tellObserved } from "./observed.ts";
import { mapPlaces, reportFailures } from "./report.ts";
import { sourceLines, type SourceLines } from "./sourceMap.ts";
import { runThreads } from "./threads.ts";
import { usage } from "./arguments.ts";

export async function launchJob(program: Program, selfUrl: string, options: RunOptions): Promise<Outcome> {
  const inline = options.np === 1 && options.timeout === undefined;
  const output = options.output ?? processOutput(inline), lines = printing(output, { tag: options.tagOutput ?? false, single: program.view === "global" || options.np === 1 });
  try {
    if (options.help) {
      output.stdout(describeParams(program.name, program.view === "global" ? program.driver.params : [], options.command ?? `node ${program.name}.spmd.mjs ${usage}`));
      return { status: 0, failures: [] };
    }
    const job = await jobOf(program, options, selfUrl, output.stderr);
    checkTraceFile(options);
    if (inline) options.loaded?.();
    const ends = inline ? [await runHere(program, job, options, lines)] : await runThreads(selfUrl, job, { timeoutMs: options.timeout === undefined ? undefined : options.timeout * 1000, print: lines.print, ...(options.loaded ? { loaded: options.loaded } : {}) });
    lines.flush();
    const sources = ends.some((end) => !end.ok) || options.trace !== undefined ? await mappedLines(selfUrl, options.source) : undefined, outcome = outcomeOf(ends, options, sources, output);
    const told = tellObserved(program.name, options, ends, output, (text) => mapPlaces(text, sources)), status = told ? outcome.status : outcome.status || 1, { native } = job;
    return { ...outcome, status, ...(native && outcome.failures.length > 0 ? { exit: (code: number) => exitAtOnce(native, code) } : {}) };
  } catch (thrown) {
    lines.flush();
    const failure = failureOf(0, thrown);
    output.stderr(thrown instanceof SpmdError ? reportFailures([failure], 1, undefined) : reportFailures([failureOf(0, spmdError("SPMD5099", { reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }))], 1, undefined));
    return { status: failure.kind === "spmd" && usageCodes.includes(failure.code) ? 2 : 1, failures: [failure] };
  }
}

/** Mistakes in how the program was called. */
export const usageCodes: readonly string[] = ["SPMD5003", "SPMD5004", "SPMD5013"];

export type JobPlan = Omit<Job, "rank">;

/** `apart`: each rank is a process, and they share nothing. */
export async function jobOf(program: Program, options: RunOptions, selfUrl: string, notice: (text: string) => void, apart = false): Promise<JobPlan> {
  const { np } = options, memoryBytes = freeMemoryBytes(), together = np > 1 && !apart;
  if (together && !canShareMemory()) throw spmdError("SPMD5007");
  const params = program.view === "global" ? typedParams(program.driver.params, options.params) : {}, kernels = program.view === "global" ? await kernelsFor(program.kernels, options, selfUrl, notice) : {};
  return {
    np, params, check: options.check ?? true, choices: choicesOf(options), observing: { profile: options.profile ?? false, trace: options.trace !== undefined }, host: hostName(), args: options.args ?? [], terminal: isTerminal(), print: options.print ?? false, collect: options.collect ?? false,
    ...(options.save === undefined ? {} : { save: options.save }), ...kernels, memoryUse: canShareMemory() ? new SharedArrayBuffer(8 * np) : new ArrayBuffer(8 * np),
    ...(together ? { shared: { ...allocateSharedState(np, coreCount()), memories: reserveMemories(np, memoryBytes) } } : {}), ...(memoryBytes === undefined ? {} : { memoryBytes }),
  };
}

function choicesOf({ environment = {} }: RunOptions): Choices {
  return readChoices(environment, (reason) => {
    throw spmdError("SPMD5013", { reason, usage: "unset the variable, or name one of these algorithms" });
  });
}

/** Machine code that was asked for, or is in the bundle, and cannot be used is worth a line: the program is slower without. */
async function kernelsFor({ native, wasm }: Kernels, { kernels = "auto", packages, environment = {} }: RunOptions, selfUrl: string, notice: (text: string) => void): Promise<Pick<Job, "native" | "module">> {
  const wanted = kernels === "native" || (kernels === "auto" && native !== undefined), near = placesOfPackages(packages, selfUrl);
  const prepared = wanted ? prepareNative(native, near, environment) : undefined;
  if (prepared?.ok && native!.complete) return { native: prepared.files };
  const module = await compiledKernels(wasm, kernels === "native" ? "auto" : kernels);
  if (prepared?.ok === false) notice(`spmd: no native kernels: ${prepared.reason}; ${module ? "WebAssembly" : "JavaScript"} is used instead\n`);
  return { ...(module ? { module } : {}), ...(prepared?.ok ? { native: prepared.files } : {}) };
}

/** Files or directories from which packages may be found. */
export function placesOfPackages(packages: string | undefined, selfUrl: string): readonly string[] {
  return [packages, selfUrl, isNode ? `${process.cwd()}/` : undefined].filter((place): place is string => place !== undefined && place !== "");
}

async function compiledKernels(wasm: Uint8Array | undefined, kernels: RunOptions["kernels"]): Promise<WebAssembly.Module | undefined> {
  if (kernels === "js") return undefined;
  if (!wasm || wasm.length === 0) {
    if (kernels === "wasm") throw spmdError("SPMD5013", { reason: "this bundle was built without WebAssembly kernels", usage: "build it with --kernels auto, or run it with --kernels js" });
    return undefined;
  }
  return compileKernels(wasm);
}

async function runHere(program: Program, plan: JobPlan, options: RunOptions, lines: Printing): Promise<RankEnd> {
  const write: Write = (stream, text) => lines.print(0, stream, text), restore = options.output || options.tagOutput ? captureOutput(write) : () => {};
  if (isNode && program.view === "local") process.argv = [...process.argv.slice(0, 2), ...plan.args];
  const stray = strayFailure();
  try {
    return await Promise.race([stray.failed, runRank(program, { ...plan, rank: 0 }, { transport: createSelfTransport(), write })]);
  } finally {
    stray.stop();
    restore();
  }
}

/** What is thrown outside the program's own course: in a timer, in a promise that nobody waits for. */
export function strayFailure(rank = 0): { readonly failed: Promise<RankEnd>; stop(): void } {
  let fail: (thrown: unknown) => void = () => {};
  const failed = new Promise<RankEnd>((resolve) => (fail = (thrown) => resolve({ ok: false, failure: failureOf(rank, thrown) })));
  if (!isNode) return { failed, stop: () => {} };
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  return {
    failed,
    stop() {
      process.off("uncaughtException", fail);
      process.off("unhandledRejection", fail);
    },
  };
}

export function outcomeOf(ends: readonly RankEnd[], options: RunOptions, sources: SourceLines | undefined, output: JobOutput): Outcome {
  const failures = ends.flatMap((end): Failure[] => (end.ok ? [] : [end.failure]));
  if (failures.length === 0) {
    const first = ends.find((end) => end.ok && end.rank === 0), results = first?.ok ? first.results : undefined, status = Math.max(0, ...ends.map((end) => (end.ok ? end.status : 0)));
    return { status, failures, ...(results ? { results } : {}) };
  }
  // All ranks left with one status: that is the program's own exit.
  if (ends.length === options.np && ends.every((end) => !end.ok && end.failure.kind === "exit")) {
    const statuses = new Set(failures.map((failure) => (failure.kind === "exit" ? failure.status : 1)));
    if (statuses.size === 1) return { status: [...statuses][0]!, failures: [] };
  }
  output.stderr(reportFailures(failures, options.np, sources));
  const aborted = failures.find((failure) => failure.kind === "ended" && failure.reason === "aborted");
  return { status: aborted?.kind === "ended" ? exitStatus(aborted.status) : 1, failures };
}

/** What `Abort(code)` leaves of its code: the system keeps eight bits, and only 0 itself means success. */
const exitStatus = (code: number): number => (Number.isInteger(code) && code % 256 !== 0 ? ((code % 256) + 256) % 256 : code === 0 ? 0 : 1);

export async function mappedLines(selfUrl: string, text: string | undefined): Promise<ReturnType<typeof sourceLines>> {
  try {
    if (!isNode) return sourceLines(await (await fetch(selfUrl)).text(), (source) => source);
    const { fileURLToPath } = process.getBuiltinModule("node:url"), path = process.getBuiltinModule("node:path"), file = fileURLToPath(selfUrl);
    const show = (source: string): string => path.relative(process.cwd(), path.resolve(path.dirname(file), source)) || source;
    return sourceLines(text ?? new TextDecoder().decode(files!.read(file)), show);
  } catch {
    return undefined;
  }
}

/** The process's own streams, as they are now: what captures them later does not see what goes here. */
function processOutput(inline: boolean): JobOutput {
  if (!isNode) return { stdout: (text) => console.log(text.replace(/\n$/, "")), stderr: (text) => console.error(text.replace(/\n$/, "")) };
  endWithReader({ whole: inline });
  const stdout = process.stdout.write.bind(process.stdout), stderr = process.stderr.write.bind(process.stderr);
  return { stdout: (text) => void stdout(text), stderr: (text) => void stderr(text) };
}
