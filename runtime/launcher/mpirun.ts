// `spmd run -np 4 --transport mpi`: starts the launcher of an MPI library, which starts this program once for each rank; those then join (mpi.ts). What the launcher says when it refuses
// becomes one error of ours; what it says after a job that has failed is left out, since the ranks have told it better.
import { spmdError } from "../errors.ts";
import { writeOut } from "../io/standardOutput.ts";
import { endingOnSignals } from "../platform.ts";
import { families, type Family } from "../transport/mpi/families.ts";
import { findMpi } from "../transport/mpi/find.ts";
import type { Mpi } from "../transport/mpi/library.ts";
import type { Outcome, RunOptions } from "./options.ts";

/** A launcher that has said why it cannot start is given so long to end. */
const refusedMs = 2000;

interface Launcher {
  readonly program: string;
  readonly words: readonly string[];
  readonly family: Family;
}

export async function startMpirun(koffi: string, libmpi: string | undefined, options: RunOptions): Promise<Outcome> {
  const { np, hostfile, environment = {} } = options, { existsSync } = process.getBuiltinModule("node:fs");
  if (hostfile !== undefined && !existsSync(hostfile)) throw spmdError("SPMD5035", { reason: `there is no file ${hostfile}`, way: "--hostfile names a file with one host a line" });
  const { launcher, mpi } = chooseLauncher(koffi, libmpi, environment), again = options.again ?? process.argv.slice(1);
  const open = launcher.family.name === "Open MPI", root = process.getuid?.() === 0;
  const words = [
    ...launcher.words, open ? "-np" : "-n", String(np),
    // On one machine ranks may share cores, as threads may: those that wait give way.
    ...(hostfile === undefined ? (open ? ["--oversubscribe"] : []) : [open ? "--hostfile" : "-f", hostfile]),
    process.execPath, ...process.execArgv, ...again,
  ];
  const env = { ...environment, SPMD_LIBMPI: mpi.file, ...(open && root ? { OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1" } : {}) };
  const { spawn } = process.getBuiltinModule("node:child_process"), child = spawn(launcher.program, words, { stdio: ["inherit", "inherit", "pipe"], env: env as NodeJS.ProcessEnv });
  // Some launchers wait for a host that cannot be reached.
  const said = filterNoise((text) => writeOut(2, text), () => {
    setTimeout(() => child.kill("SIGTERM"), refusedMs).unref();
    setTimeout(() => child.kill("SIGKILL"), 2 * refusedMs).unref();
  });
  child.stderr.setEncoding("utf8").on("data", said.hear);
  const signals = endingOnSignals((signal) => child.kill(signal));
  const { status, error } = await new Promise<{ status: number; error?: Error }>((resolve) => {
    child.on("error", (failure) => resolve({ status: 1, error: failure }));
    child.on("close", (code, signal) => resolve({ status: code ?? (signal === "SIGINT" ? 130 : 1) }));
  });
  signals.stop();
  const refusal = error?.message ?? said.end(status !== 0);
  if (refusal !== undefined) throw spmdError("SPMD5035", wayOut(refusal, launcher, np));
  return { status: signals.status() ?? status, failures: [] };
}

function chooseLauncher(koffi: string, libmpi: string | undefined, environment: { readonly [variable: string]: string | undefined }): { launcher: Launcher; mpi: Mpi } {
  const said = environment["SPMD_MPIRUN"]?.trim().split(/\s+/).filter((word) => word !== ""), mpi = libmpi === undefined || libmpi === "" ? undefined : findMpi(koffi, { file: libmpi, family: undefined });
  const missing: string[] = [];
  for (const family of families) {
    if (mpi && mpi.family !== family) continue;
    for (const program of said && said.length > 0 ? [said[0]!] : family.launchers) {
      const found = onPath(program, environment);
      if (found === undefined || familyOfLauncher(found) !== family.name) continue;
      try {
        return { launcher: { program: found, words: said?.slice(1) ?? [], family }, mpi: mpi ?? findMpi(koffi, { file: undefined, family: family.name }) };
      } catch {
        missing.push(`${found} is there, but no library of ${family.name}`);
      }
    }
  }
  if (said && said.length > 0 && onPath(said[0]!, environment) === undefined) throw spmdError("SPMD5035", { reason: `SPMD_MPIRUN names ${said[0]!}, which is not there`, way: "give its full path" });
  if (mpi) throw spmdError("SPMD5035", { reason: `no launcher of ${mpi.family.name} is there, to which ${mpi.file} belongs`, way: `install it, or name it: SPMD_MPIRUN=/path/to/mpirun` });
  if (missing.length > 0) throw spmdError("SPMD5035", { reason: missing.join("; "), way: "install it, or name its file: SPMD_LIBMPI=/path/to/libmpi.so" });
  throw spmdError("SPMD5030", { what: "launcher of an MPI library", tried: families.flatMap((f) => f.launchers).filter((l, k, all) => all.indexOf(l) === k).join(", ") });
}

/** What says of itself that it is Open MPI's is; other launchers speak PMI, which MPICH's family understands. */
export function familyOfLauncher(program: string): Family["name"] | undefined {
  const { stdout, stderr, error } = process.getBuiltinModule("node:child_process").spawnSync(program, ["--version"], { encoding: "utf8", timeout: 10_000 });
  if (error) return undefined;
  return /Open ?MPI|OpenRTE|open-mpi/i.test(stdout + stderr) ? "Open MPI" : /HYDRA|MPICH|Intel|MVAPICH/i.test(stdout + stderr) ? "MPICH" : undefined;
}

/** The full path of a program. */
export function onPath(program: string, environment: { readonly [variable: string]: string | undefined }): string | undefined {
  const path = process.getBuiltinModule("node:path"), fs = process.getBuiltinModule("node:fs");
  const places = program.includes("/") ? [path.resolve(program)] : (environment["PATH"] ?? "").split(path.delimiter).filter((place) => place !== "").map((place) => path.join(place, program));
  return places.find((place) => {
    try {
      fs.accessSync(place, fs.constants.X_OK);
      return fs.statSync(place).isFile();
    } catch {
      return false;
    }
  });
}

const rule = /^-{20,}$/;
/** Blocks and lines that say no more than that a rank has failed. */
const noise = [/MPI_ABORT was invoked/, /Primary job {2}terminated normally|mpirun (?:noticed|detected) that (?:process|one or more)/, /Process name: \[/];
const noisyLines = [/^\[(?:mpiexec|proxy[^@]*)@/, /^application called MPI_Abort/, /^\[\S+:\d+\] \d+ more processes? ha(?:s|ve) sent help message/, /^\[\S+:\d+\] plm:rsh: Warning: setpgid/, /^\[\S+:\d+\] Set MCA parameter "orte_base_help_aggregate"/, /^(?:Abort|Attempting to use an MPI routine)\(/, /ORTE_ERROR_LOG|PMIX ERROR/, /^={70,}$/, /^= {3}(?:BAD TERMINATION|PID \d+ RUNNING|KILLED BY|EXIT CODE|CLEANING UP|YOU CAN IGNORE)/, /^YOUR APPLICATION TERMINATED/, /^This typically refers to a problem with your application/, /^Please see the FAQ page for debugging/];
/** The launcher, or the rsh agent it uses, refuses. */
const refusals = [
  /not enough slots available/i, /(?:could not|cannot|unable to) resolve|Name or service not known|Could not resolve hostname|unknown host|not known|get_addr_info|gethostbyname/i, /ORTE was unable to reliably start/i, /PRTE was unable to reliably start/i,
  /Host key verification failed|Permission denied/i, /connect to host|No route to host|Network is unreachable/i, /unable to (?:launch|find)|could not be executed|no such file/i, /allocated nodes|none of the requested/i, /lost communication with a remote daemon/i, /run mpi(?:run|exec) as root/i,
];

const launchersOwn = /^(?:ssh|rsh|\[mpiexec@|\[proxy|mpiexec|mpirun|Host key|Permission denied|\S+: (?:Permission denied|Host key))/;

function filterNoise(pass: (text: string) => void, refused: (what: string) => void): { hear(text: string): void; end(failed: boolean): string | undefined } {
  let rest = "", block: string[] | undefined, refusal: string | undefined;
  const passed: string[] = [];
  const judge = (text: readonly string[], inBlock: boolean): void => {
    const whole = text.join(" ").replace(/\s+/g, " ").trim();
    if (whole === "" || noise.some((of) => of.test(text.join("\n"))) || (!inBlock && noisyLines.some((of) => of.test(whole)))) return;
    // What ranks write to standard error comes this way too.
    if ((inBlock || launchersOwn.test(whole)) && refusals.some((of) => of.test(whole))) {
      if (refusal === undefined) refused(whole);
      refusal ??= whole;
      return;
    }
    passed.push(whole);
    pass(`${text.join("\n")}\n`);
  };
  const line = (text: string): void => {
    if (rule.test(text)) {
      if (block) {
        judge(block, true);
        block = undefined;
      } else block = [];
    } else if (block) block.push(text);
    else judge([text], false);
  };
  return {
    hear(text) {
      const all = (rest + text).split("\n");
      rest = all.pop()!;
      all.forEach(line);
    },
    end(failed) {
      if (rest !== "") line(rest);
      if (block) judge(block, true);
      return failed ? refusal : undefined;
    },
  };
}

function wayOut(reason: string, { family, program }: Launcher, np: number): { readonly reason: string; readonly way: string } {
  const said = reason.length > 300 ? `${reason.slice(0, 300)}...` : reason;
  if (/not enough slots/i.test(reason)) return { reason: `${program} has no room for ${np} ranks on the hosts it was given`, way: 'ask for fewer ranks, or give the hosts more slots ("host slots=8" in the host file); SPMD_MPIRUN="mpirun --oversubscribe" lets ranks share cores' };
  if (/lost communication/i.test(reason)) return { reason: said, way: "a host does not answer any more; look at it and start the job again" };
  if (/resolve|not known|unknown host|get_addr_info|gethostbyname|reliably start|Host key|Permission denied|connect to host|No route|unreachable/i.test(reason)) return { reason: said, way: `every host of the host file must be reachable from here without a password (ssh HOST true), and have node and spmd at the same paths` };
  return { reason: said, way: `this is what ${program} of ${family.name} says; SPMD_MPIRUN can name another one, with arguments` };
}
