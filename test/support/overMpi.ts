// Runs a function on np ranks that are processes of MPI, started by the launcher of a library: what withRanks.ts is for threads. Tests ask `mpis` first what there is.
import { build } from "esbuild";
import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Choices } from "../../runtime/collectives/select.ts";

export interface MpiHere {
  readonly name: "Open MPI" | "MPICH";
  readonly library: string;
  readonly launcher: string;
  /** What comes before the program. */
  readonly words: (np: number) => readonly string[];
}

const root = process.cwd();
const libraryDirectories = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib64/openmpi/lib", "/usr/lib64/mpich/lib", "/usr/local/lib"];
const hasLibrary = (name: string): boolean => libraryDirectories.some((directory) => existsSync(path.join(directory, name)));
const hasProgram = (name: string): boolean => !spawnSync(name, ["--version"], { timeout: 20_000 }).error;

/** The MPI installations of this machine. */
export const mpis: readonly MpiHere[] = [
  { name: "Open MPI" as const, library: "libmpi.so.40", launcher: "mpirun.openmpi", words: (np: number) => ["--oversubscribe", "-np", String(np)] },
  { name: "MPICH" as const, library: "libmpich.so.12", launcher: "mpirun.mpich", words: (np: number) => ["-n", String(np)] },
].filter(({ library, launcher }) => existsSync("node_modules/koffi") && hasLibrary(library) && hasProgram(launcher));

/** Why tests over MPI are skipped. */
export const noMpi = "no MPI library with its launcher (or no koffi) is installed here: apt-get install openmpi-bin libopenmpi-dev mpich";

export const mpiEnvironment = { OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1", OMPI_MCA_mpi_yield_when_idle: "1", NO_COLOR: "1" };

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** The launcher with `words` after its own. */
export function launch(mpi: MpiHere, np: number, words: readonly string[], { cwd = root, timeoutMs = 60_000, env = {}, before = [] }: { readonly cwd?: string; readonly timeoutMs?: number; readonly env?: { readonly [name: string]: string }; readonly before?: readonly string[] } = {}): Promise<Ended> {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = execFile(mpi.launcher, [...before, ...mpi.words(np), ...words], { cwd, timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: 1 << 28, env: { ...process.env, ...mpiEnvironment, ...env } }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr, ms: performance.now() - start }));
  });
}

const bundles = new Map<string, Promise<string>>();

async function makeBundle(file: string): Promise<string> {
  const outdir = path.join(root, "node_modules/.cache/spmd-mpi", String(process.pid));
  mkdirSync(outdir, { recursive: true });
  process.on("exit", () => rmSync(outdir, { recursive: true, force: true }));
  const outfile = path.join(outdir, file.replaceAll("/", "+").replace(/\.ts$/, ".mjs"));
  await build({
    absWorkingDir: root, bundle: true, format: "esm", platform: "node", target: "node20", packages: "external", sourcemap: "inline", outfile, logLevel: "error",
    stdin: { contents: `import * as programs from "./${file}"; import { runMpiRank } from "./test/support/mpiRank.ts"; await runMpiRank(programs);`, resolveDir: root, loader: "ts" },
  });
  return outfile;
}

/** What every rank returned; throws what the first rank that failed threw. */
export async function withMpiRanks<T>(mpi: MpiHere, np: number, file: string, name: string, argument?: unknown, options: { readonly deadlineMs?: number; readonly check?: boolean; readonly choices?: Choices } = {}): Promise<T[]> {
  const bundle = await (bundles.get(file) ?? bundles.set(file, makeBundle(file)).get(file)!), results = `${bundle}.${mpi.library}.${np}.${Math.random().toString(36).slice(2)}.json`;
  const { status, stdout, stderr } = await launch(mpi, np, [process.execPath, "--enable-source-maps", bundle], {
    timeoutMs: options.deadlineMs ?? 60_000, env: { SPMD_TEST_RANKS: JSON.stringify({ library: mpi.library, name, argument, check: options.check ?? true, choices: options.choices ?? {}, results }) },
  });
  if (status !== 0 || !existsSync(results)) throw new Error(`${mpi.name}, ${np} ranks: status ${status}\n${stdout}${stderr}`);
  const outcomes = JSON.parse(readFileSync(results, "utf8")) as { value: T; error?: string }[], failed = outcomes.find(({ error }) => error !== undefined);
  if (failed) throw new Error(`${mpi.name}, ${np} ranks: ${failed.error}`);
  return outcomes.map(({ value }) => value);
}
