// Whether two ranks find each other: on threads, and over every MPI library that has a launcher here.
import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import path from "node:path";
import { familyOfLauncher, onPath } from "../../runtime/launcher/mpirun.ts";
import { families } from "../../runtime/transport/mpi/families.ts";
import type { Family } from "../../runtime/transport/mpi/families.ts";
import type { Workshop } from "../bench/measure.ts";
import { dist } from "../files.ts";
import { environment } from "../options.ts";
import type { Finding } from "./finding.ts";
import { fail, none, ok } from "./finding.ts";

const twoRanks = `import { MPI } from "spmd/mpi";
const comm = MPI.COMM_WORLD, seen = comm.allgather(10 * comm.rank + 1);
if (comm.rank === 0) console.log(JSON.stringify({ seen, hosts: comm.size }));
`;

const install = "install one to run on several hosts (Debian, Ubuntu: apt-get install openmpi-bin libopenmpi-dev, or mpich; Fedora: dnf install openmpi; macOS: brew install open-mpi)";

export async function threadsFinding(workshop: Workshop): Promise<Finding> {
  return told("two ranks on threads", await ran(workshop, {}, []));
}

/** One finding a library or launcher. `koffi`: the package's file. */
export async function mpiFindings(workshop: Workshop, koffi: string | undefined): Promise<readonly Finding[]> {
  const variables = environment(), found: Finding[] = [], named = variables.SPMD_LIBMPI;
  for (const family of families) {
    const launchers = launchersOf(family), library = koffi === undefined ? undefined : await libraryOf(koffi, family, named);
    if ((launchers.length === 0 && library?.file === undefined) || library?.another) continue;
    const what = library?.version ? shortened(library.version) : family.name;
    if (koffi === undefined) found.push(none(`${what}: ${launchers[0] ?? "a library"} is here, but not koffi`, "npm install koffi"));
    else if (library?.file === undefined) found.push((named ? fail : none)(`${family.name}: ${launchers.join(", ")} without a library: ${library?.error ?? "none was found"}`, "install it too, or name its file: SPMD_LIBMPI=/path/to/libmpi.so"));
    else if (launchers.length === 0) found.push(none(`${what} (${library.file}) without a launcher`, `install ${family.launchers[0]!}, or name it: SPMD_MPIRUN=/path/to/mpirun`));
    else for (const launcher of launchers) found.push(told(`${what} (${library.file}), two ranks started by ${launcher}`, await ran(workshop, { SPMD_MPIRUN: launcher, SPMD_LIBMPI: library.file }, ["--transport", "mpi"])));
  }
  const srun = onPath("srun", variables);
  if (srun !== undefined) found.push(ok(`Slurm: ${srun} (a job that it starts joins by itself: srun -n 4 spmd run FILE)`));
  return found.length > 0 ? found : [none("no MPI library", install)];
}

/** On the hosts of a file, one rank each. */
export async function hostsJob(workshop: Workshop, hostfile: string, hosts: number): Promise<Finding> {
  return told(`${hosts} ranks on the hosts of ${hostfile}`, await ran(workshop, {}, ["--transport", "mpi", "--hostfile", path.resolve(hostfile)], hosts));
}

const told = (what: string, problem: string | undefined): Finding => (problem === undefined ? ok(what) : fail(`${what}: ${problem}`, "spmd run shows more: make a small program and try it the same way"));

/** What is wrong; undefined: nothing is. */
async function ran(workshop: Workshop, env: { readonly [variable: string]: string }, words: readonly string[], np = 2): Promise<string | undefined> {
  const file = workshop.program("doctor", twoRanks), wanted = Array.from({ length: np }, (_, rank) => 10 * rank + 1);
  try {
    const { seen } = await workshop.figures<{ readonly seen: readonly number[] }>(file, { np, words, env, timeoutSeconds: 90 });
    return JSON.stringify(seen) === JSON.stringify(wanted) ? undefined : `the ranks told each other ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace(/^'doctor\.ts' failed on \d+ ranks: /, "").replace(/^error (SPMD\d+)/, "$1");
  }
}

/** Full paths, each program once. */
export function launchersOf(family: Family): readonly string[] {
  const variables = environment(), named = variables.SPMD_MPIRUN?.trim().split(/\s+/)[0], seen = new Set<string>();
  return (named ? [named] : family.launchers).flatMap((name) => {
    const found = onPath(name, variables), real = found && realpathSync(found);
    if (found === undefined || real === undefined || seen.has(real) || familyOfLauncher(found) !== family.name) return [];
    seen.add(real);
    return [found];
  });
}

interface Library {
  readonly file?: string;
  readonly version?: string;
  readonly family?: string;
  readonly error?: string;
  /** The library that was named belongs to another family. */
  readonly another?: true;
}

/** "Open MPI v4.1.4, package: Debian OpenMPI, ..." -> "Open MPI v4.1.4" */
const shortened = (version: string): string => version.replace(/, package.*$|\s+MPICH Release.*$/, "").replace("Version: ", "");

function libraryOf(koffi: string, family: Family, named: string | undefined): Promise<Library> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(dist, "libraryProbe.mjs"), koffi, family.name, ...(named ? [named] : [])], { timeout: 60_000, killSignal: "SIGKILL" }, (error, stdout) => {
      try {
        const found = JSON.parse(stdout) as Library;
        resolve(found.family === undefined || found.family === family.name ? found : { another: true });
      } catch {
        resolve({ error: `it could not be opened${error?.signal ? ` (${error.signal})` : ""}` });
      }
    });
  });
}
