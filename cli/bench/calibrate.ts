// spmd bench --calibrate FILE.json: measures this machine with small programs (calibrationPrograms.ts) and, for programs that are named, how long each of their kernels takes a
// point. Every figure is the least of several tries; what else runs on the machine makes them larger.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, hostname } from "node:os";
import path from "node:path";
import type { LocalProgram } from "../../compiler/ir/spmd.ts";
import type { Link, MachineFile } from "../../compiler/predict/machineFile.ts";
import { diskSources } from "../files.ts";
import { loadCompiler } from "../commands/compiling.ts";
import { kernels, messages, waiting } from "./calibrationPrograms.ts";
import type { Workshop } from "./measure.ts";

type Report = (line: string) => void;

/** Elements of an array that no cache holds. */
const large = 4_000_000;

export async function calibrate(workshop: Workshop, programs: readonly string[], words: readonly string[], report: Report): Promise<MachineFile> {
  const cores = availableParallelism(), model = cpus()[0]?.model ?? "a processor", told = <T>(what: string, value: T): T => (report(`  ${what}`), value);
  report(`measuring ${model}, ${cores} ${cores === 1 ? "core" : "cores"}`);
  const memory = await links(workshop, cores);
  told(`messages: latency ${show(memory.latency_us)} us, overhead ${show(memory.overhead_us)} us, gap ${show(memory.gap_us)} us, ${show(memory.bandwidth_GBps)} GB/s`, memory);
  const crowd = (await workshop.figures<{ readonly barrier_us: number }>(workshop.program("waiting", waiting), { np: 2 * cores })).barrier_us / 2;
  told(`more ranks than cores: ${show(crowd)} us until a rank that waits runs again`, crowd);
  const step = async (name: keyof typeof kernels, np: number, params: readonly string[]): Promise<number> => (await workshop.figures<{ readonly step_us: number }>(workshop.program(name, kernels[name]), { np, words: ["--", ...params] })).step_us;
  const launch_us = await step("launch", 1, ["--n", "8", "--times", "500"]), n = 20_000;
  const rates: number[] = [];
  for (const name of ["polynomial", "stencil", "functions"] as const) {
    const us = await step(name, 1, ["--n", String(n)]);
    rates.push((n * (await operationsOf(workshop.path(`${name}.ts`)))) / Math.max(us - launch_us, us / 10));
  }
  const operations_per_us = Math.exp(rates.reduce((sum, rate) => sum + Math.log(rate), 0) / rates.length), streams = ["--n", String(large), "--times", "3", "--tries", "8"], bytes = 24 * large;
  told(`kernels: ${show(launch_us)} us around each; ${rates.map(show).join(", ")} operations a us (polynomial, stencil, exp and sqrt)`, rates);
  const one = bytes / (await step("stream", 1, streams)) / 1e3, all = cores === 1 ? one : bytes / (await step("stream", cores, streams)) / 1e3;
  told(`memory: ${show(one)} GB/s of one core, ${show(all)} GB/s of all`, all);
  const own: { [kernel: string]: { readonly ns_per_point: number } } = {};
  for (const program of programs) Object.assign(own, await kernelsOf(workshop, program, words, launch_us));
  for (const [name, { ns_per_point }] of Object.entries(own)) report(`  ${name}: ${show(ns_per_point)} ns a point`);
  return {
    format: "spmd-machine-1", name: hostname(), source: `measured by spmd bench --calibrate: ${model}, ${cores} cores, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`,
    coresPerNode: cores, memory, core: { operations_per_us: rounded(operations_per_us), bandwidth_GBps: rounded(one), launch_us: rounded(launch_us) }, node: { bandwidth_GBps: rounded(Math.max(one, all)), ...cacheOfNode() },
    switch_us: rounded(crowd), file_GBps: rounded(fileRate(workshop)), ...(Object.keys(own).length > 0 ? { kernels: own } : {}),
  };
}

async function links(workshop: Workshop, cores: number): Promise<Link> {
  const { half_us, gap_us, overhead_us, long_us, bytes } = await workshop.figures<{ readonly half_us: number; readonly gap_us: number; readonly overhead_us: number; readonly long_us: number; readonly bytes: number }>(workshop.program("messages", messages), { np: 2 });
  // A send and a receive are part of the half trip; on one core nothing else is left of it.
  const own = Math.min(overhead_us, half_us / 2);
  return { latency_us: rounded(cores === 1 ? 0 : Math.max(0, half_us - 2 * own)), overhead_us: rounded(own), gap_us: rounded(gap_us), bandwidth_GBps: rounded(bytes / Math.max(1, long_us - half_us) / 1e3) };
}

/** Operations that the compiler counts for a point of the largest kernel in the program's loop. */
async function operationsOf(file: string): Promise<number> {
  const local = await planOf(file), { workOfLoop } = await import("../../compiler/ir/work.ts");
  return workOfLoop(local.nests.at(-1)!, local.kernels).operations;
}

async function planOf(file: string): Promise<LocalProgram> {
  const { compiler, options } = await loadCompiler({}, false), done = await compiler.compile(diskSources(file), { ...options, stopAfter: "communicate" });
  if (!done.artifacts.local) throw new Error(`${file} has no plan`);
  return done.artifacts.local;
}

/** Nanoseconds a point of every kernel of a program, on one rank. */
async function kernelsOf(workshop: Workshop, file: string, words: readonly string[], launch_us: number): Promise<{ readonly [kernel: string]: { readonly ns_per_point: number } }> {
  const local = await planOf(file), trace = workshop.path("trace.json"), params = Object.fromEntries(words.flatMap((word, k) => (word.startsWith("--") ? [[word.slice(2), words[k + 1]]] : [])));
  await workshop.run(path.resolve(file), { np: 1, words: ["--trace", trace, "--", ...words] });
  const least = new Map<string, number>(), { traceEvents } = JSON.parse(readFileSync(trace, "utf8")) as { readonly traceEvents: readonly { readonly cat?: string; readonly name: string; readonly dur?: number }[] };
  for (const { cat, name, dur } of traceEvents) if (cat === "kernel" && dur !== undefined) least.set(name, Math.min(dur, least.get(name) ?? Infinity));
  const [{ nodesIn }, { knownValues }] = await Promise.all([import("../../compiler/ir/blocks.ts"), import("../../compiler/explain/known.ts")]), known = knownValues(local, params), found: { [kernel: string]: { readonly ns_per_point: number } } = {};
  for (const node of nodesIn(local.body)) {
    if (node.kind !== "launch" || !least.has(node.nest)) continue;
    const points = node.shape.reduce<number>((product, extent) => product * (typeof extent === "number" ? extent : (known.get(extent) ?? NaN)), 1);
    // What a kernel of no points takes is counted with each launch.
    if (points > 0) found[`${local.name}/${node.nest}`] = { ns_per_point: rounded((Math.max(least.get(node.nest)! - launch_us / 2, least.get(node.nest)! / 4) * 1e3) / points) };
  }
  return found;
}

/** The last caches of all cores, where the system tells. */
function cacheOfNode(): { readonly cache_MB?: number } {
  const folder = "/sys/devices/system/cpu", shared = new Map<string, number>();
  try {
    for (const core of readdirSync(folder).filter((name) => /^cpu\d+$/.test(name))) {
      const last = readdirSync(`${folder}/${core}/cache`).filter((name) => /^index\d+$/.test(name)).sort().at(-1)!, size = /^(\d+)K/.exec(readFileSync(`${folder}/${core}/cache/${last}/size`, "utf8"))?.[1];
      if (size !== undefined) shared.set(readFileSync(`${folder}/${core}/cache/${last}/shared_cpu_list`, "utf8").trim(), (Number(size) * 1024) / 1e6);
    }
  } catch {
    return {};
  }
  return shared.size === 0 ? {} : { cache_MB: rounded([...shared.values()].reduce((sum, size) => sum + size, 0)) };
}

/** GB/s of writing and reading a file again. */
function fileRate(workshop: Workshop): number {
  const bytes = new Uint8Array(64 * 2 ** 20), file = workshop.path("file"), start = performance.now();
  writeFileSync(file, bytes);
  readFileSync(file);
  return (2 * bytes.length) / (performance.now() - start) / 1e6;
}

/** Three digits are more than such figures are good for. */
const rounded = (value: number): number => Number(value.toPrecision(3));
const show = (value: number): string => value.toPrecision(3);
