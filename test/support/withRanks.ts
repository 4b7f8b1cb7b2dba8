// Runs a function on np ranks, each a thread, and always ends them. The function is exported by a module of its own (`x.ranks.ts`), because a thread
// cannot be given a closure; it gets the communicator of all ranks and one structured-cloneable argument, and returns one.
//
//   const sums = await withRanks<number>(4, "runtime/collectives/collectives.ranks.ts", "sumOfRanks", { times: 3 });   // [6, 6, 6, 6]
//
// A deadline ends ranks that hang: the test then fails with what every rank was calling.
import { build } from "esbuild";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Choices } from "../../runtime/collectives/select.ts";
import { createWorld } from "../../runtime/communicator/create.ts";
import type { Communicator } from "../../runtime/communicator/communicator.ts";
import { attach } from "../../runtime/mpi/job.ts";
import { createSelfTransport } from "../../runtime/transport/self/self.ts";
import { allocateSharedState } from "../../runtime/transport/threads/state.ts";
import { endJob } from "../../runtime/transport/threads/waiting.ts";

export interface RankOptions {
  readonly deadlineMs?: number;
  readonly check?: boolean;
  readonly choices?: Choices;
  /** How many ranks may be thought to run at once; fewer than np means that waits do not spin. */
  readonly cores?: number;
}

export interface Outcome<T> {
  readonly value: T | undefined;
  /** Message of what the rank threw, and its name. */
  readonly error: string | undefined;
  readonly errorName: string | undefined;
}

export type RankProgram = (comm: Communicator, argument: unknown) => unknown;

const root = process.cwd();
const bundles = new Map<string, Promise<string>>();

/** The module and everything it imports in one file that a thread can load. */
function bundle(file: string): Promise<string> {
  let made = bundles.get(file);
  if (!made) bundles.set(file, (made = makeBundle(file)));
  return made;
}

async function makeBundle(file: string): Promise<string> {
  // Below node_modules, so that packages are found.
  const outdir = path.join(root, "node_modules/.cache/spmd-ranks", String(process.pid));
  mkdirSync(outdir, { recursive: true });
  const outfile = path.join(outdir, file.replaceAll("/", "+").replace(/\.ts$/, ".mjs"));
  await build({
    absWorkingDir: root, bundle: true, format: "esm", platform: "node", target: "node20", packages: "external", sourcemap: "inline", outfile, logLevel: "error",
    stdin: { contents: `import * as programs from "./${file}"; import { runRank } from "./test/support/rank.ts"; runRank(programs);`, resolveDir: root, loader: "ts" },
  });
  return outfile;
}

/** What every rank returned or threw. Ranks that were ended by the deadline have an error named "Deadline". */
export async function outcomes<T>(np: number, file: string, name: string, argument?: unknown, options: RankOptions = {}): Promise<Outcome<T>[]> {
  const outfile = await bundle(file);
  const shared = allocateSharedState(np, options.cores ?? 2);
  const results: (Outcome<T> | undefined)[] = Array.from({ length: np }, () => undefined);
  const workers = Array.from({ length: np }, (_, rank) => new Worker(outfile, {
    workerData: { shared, rank, name, argument, options: { check: options.check ?? true, choices: options.choices ?? {} } }, execArgv: ["--enable-source-maps"],
  }));
  const ends = workers.map((worker, rank) => new Promise<void>(resolve => {
    worker.on("message", (outcome: Outcome<T>) => { results[rank] = outcome; });
    worker.on("error", error => { results[rank] ??= { value: undefined, error: String(error.stack ?? error), errorName: error.name }; resolve(); });
    worker.on("exit", () => resolve());
  }));
  const deadline = options.deadlineMs ?? 20_000;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">(resolve => { timer = setTimeout(() => resolve("late"), deadline); });
  if ((await Promise.race([Promise.all(ends), late])) === "late") {
    endJob(shared, -1, "stopped", `the ranks did not end within ${deadline} ms`);
    await Promise.race([Promise.all(ends), new Promise(resolve => setTimeout(resolve, 500))]);
  }
  clearTimeout(timer);
  await Promise.all(workers.map(worker => worker.terminate()));
  return results.map(result => result ?? { value: undefined, error: `did not end within ${deadline} ms`, errorName: "Deadline" });
}

/** What every rank returned; throws what the first rank that failed threw. */
export async function withRanks<T>(np: number, file: string, name: string, argument?: unknown, options: RankOptions = {}): Promise<T[]> {
  const all = await outcomes<T>(np, file, name, argument, options);
  const failed = all.findIndex(o => o.error !== undefined && o.errorName !== "JobEnded"), first = failed >= 0 ? failed : all.findIndex(o => o.error !== undefined);
  if (first >= 0) throw new Error(`rank ${first} of ${np}: ${all[first]!.error}`);
  return all.map(o => o.value as T);
}

/** The same with one rank and no thread: for the `self` transport. */
export function withSelf(program: RankProgram, argument?: unknown, options: RankOptions = {}): unknown {
  const world = createWorld(createSelfTransport(), { check: options.check ?? true, choices: options.choices ?? {} });
  attach(world);
  return program(world, argument);
}

