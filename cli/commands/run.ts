// spmd run: a program on ranks. A `.ts` is built first, into a directory that goes away with the process.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Driver } from "../../runtime/abi.ts";
import type { RunOptions } from "../../runtime/launcher/options.ts";
import { runKey } from "../../runtime/launcher/options.ts";
import { describeParams } from "../../runtime/launcher/params.ts";
import { checkBundle } from "../bundleFile.ts";
import type { Command } from "../command.ts";
import type { CommandLine } from "../commandLine.ts";
import { commandError, usageError } from "../errors.ts";
import { environment } from "../options.ts";
import { diskSources, dist, isTypeScript } from "../files.ts";
import type { DiskSources } from "../files.ts";
import { givenParams, loadCompiler, showDiagnostics } from "./compiling.ts";
import { bundleSerial, useExactMath } from "./serial.ts";

export const run: Command = {
  name: "run",
  summary: "run a program on ranks",
  usage: "[flags] FILE.spmd.mjs|FILE.ts [--PARAM VALUE ...] [-- --PARAM VALUE ...]",
  details: "FILE.ts is built first. What follows the file and is no flag of this command sets the program's params; `spmd run FILE --help` lists them.\nExit status: the program's own; 1 if a rank fails.",
  examples: [
    ["-np 4 mandelbrot.ts", "build and run on 4 ranks"],
    ["-np 4 mandelbrot.spmd.mjs --maxit 1000 --save out", "another value for a param; write the results into out/"],
    ["-np 4 --transport mpi mandelbrot.spmd.mjs", "on 4 processes, over the MPI library of this machine"],
    ["--serial mandelbrot.ts", "run uncompiled, with the reference meaning"],
  ],
  accepts: { flags: ["ignore", "np", "transport", "hostfile", "kernels", "unchecked", "memory", "fast-math", "unroll", "print", "save", "tag-output", "timeout", "check", "profile", "trace", "serial"], files: "one", params: true },
  run: async (line) => {
    const nothing = saysNothing(line);
    if (nothing !== undefined) throw usageError(nothing);
    if (line.values.serial && line.values.help) {
      process.stdout.write(describeParams(path.basename(line.files[0]!).replace(/\.[cm]?tsx?$/, ""), (await declaredParams(diskSources(line.files[0]!))) ?? [], usageOf(line)));
      return 0;
    }
    const bundle = await bundleOf(line);
    return bundle === undefined ? 1 : runBundle(bundle, line);
  },
};

/** Flags of the compiler, which has nothing to do for a bundle or an uncompiled program. */
const compiling = ["ignore", "unchecked", "memory", "fast-math", "unroll"] as const;

/** What is wrong with a flag that would change nothing here: its user waits for something. */
function saysNothing({ values, files }: CommandLine): string | undefined {
  const given = <Name extends keyof typeof values>(names: readonly Name[]): Name | undefined => names.find((name) => values[name] !== undefined && values[name] !== false);
  const forCompiler = given(compiling), parallel = given(["transport", "hostfile", "kernels"]);
  if (values.serial) {
    if (forCompiler ?? parallel) return `--serial runs the program uncompiled, where --${forCompiler ?? parallel!} has no meaning`;
    if ((values.np ?? 1) > 1) return `--serial runs the program on one rank, not on ${values.np!}`;
  } else if (forCompiler && files[0] !== undefined && !isTypeScript(files[0])) return `--${forCompiler} is for the compiler, and ${files[0]} is built: give it to spmdc build`;
  if (values.transport === "self" && (values.np ?? 1) > 1) return `--transport self is for one rank, not for ${values.np!}`;
  return values.hostfile !== undefined && values.transport !== "mpi" ? "--hostfile needs --transport mpi" : undefined;
}

interface BundleFile extends Pick<RunOptions, "source" | "loaded"> {
  readonly file: string;
}

/** The bundle to import, built if need be; undefined once the reasons why there is none have been shown. */
async function bundleOf({ values, files, params }: CommandLine): Promise<BundleFile | undefined> {
  const file = files[0]!, directory = path.join(tmpdir(), `spmd-run-${process.pid}`);
  if (values.serial) {
    const sources = diskSources(file);
    if (params.length > 0) givenParams(await declaredParams(sources), params);
    const bundled = await bundleSerial(sources, directory);
    if (typeof bundled !== "string") return void (await showDiagnostics(sources, bundled));
    return temporary(directory, file, bundled);
  }
  if (!isTypeScript(file)) return { file: checkBundle(file) };
  const sources = diskSources(file), { compiler, options } = await loadCompiler(values, true);
  const done = await compiler.compile(sources, { ...options, directory });
  if (await showDiagnostics(sources, done)) return undefined;
  return done.artifacts.bundle && temporary(directory, file, done.artifacts.bundle.text);
}

/** Uncompiled, a program says what its params are only when it reads them; the compiler knows before. Undefined: it has errors. */
async function declaredParams(sources: DiskSources): Promise<Driver["params"] | undefined> {
  const { compiler, options } = await loadCompiler({}, false);
  return (await compiler.checkOnly(sources, options)).artifacts.checked?.params;
}

const usageOf = ({ files }: CommandLine): string => `spmd run [flags] ${files[0]!} [--PARAM VALUE ...]      (spmd run --help lists the flags)`;

const signals = [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const;

/**
 * Writes a bundle that goes away with the process, however that ends. A rank that runs in this very thread may never come back to hear of a signal; so
 * once it is loaded the file is removed and the signals are the system's again.
 */
function temporary(directory: string, file: string, text: string): BundleFile {
  const bundle = path.join(directory, `${path.basename(file).replace(/\.[cm]?tsx?$/, "")}.spmd.mjs`), remove = (): void => rmSync(directory, { recursive: true, force: true });
  const hooks = signals.map(([signal, status]) => [signal, (): never => process.exit(status)] as const);
  process.on("exit", remove);
  for (const [signal, exit] of hooks) process.on(signal, exit);
  remove();
  mkdirSync(directory, { mode: 0o700 });
  writeFileSync(bundle, text);
  return {
    file: bundle,
    source: text,
    loaded() {
      remove();
      for (const [signal, exit] of hooks) process.off(signal, exit);
    },
  };
}

/** Loads the bundle, whose own runtime does the rest; the promise gives the job's exit status. */
function runBundle({ file, source, loaded }: BundleFile, line: CommandLine): Promise<number> {
  const { values, files, params } = line;
  const named = Object.fromEntries(params);
  return new Promise((resolve, reject) => {
    const options: RunOptions = {
      np: values.serial || values.transport === "self" ? 1 : (values.np ?? 1),
      npSaid: values.np !== undefined,
      ...(values.serial ? { transport: "self" } : values.transport ? { transport: values.transport } : {}),
      ...(values.hostfile === undefined ? {} : { hostfile: path.resolve(values.hostfile) }),
      again: process.argv.slice(1).map((word) => (word === files[0] ? file : word)),
      params: named,
      args: params.flatMap(([name, value]) => [`--${name}`, value]),
      command: usageOf(line),
      ...(values.kernels ? { kernels: values.kernels } : {}),
      ...(values.print ? { print: true } : {}),
      ...(values.save === undefined ? {} : { save: path.resolve(values.save) }),
      ...(values["tag-output"] ? { tagOutput: true } : {}),
      ...(values.timeout === undefined ? {} : { timeout: values.timeout }),
      ...(values.check === undefined ? {} : { check: values.check === "on" }),
      ...(values.profile ? { profile: true } : {}),
      ...(values.trace === undefined ? {} : { trace: path.resolve(values.trace) }),
      environment: environment(),
      packages: `${dist}/`,
      ...(values.help ? { help: true } : {}),
      ...(source === undefined ? {} : { source }),
      ...(loaded ? { loaded } : {}),
      ended: ({ status }) => process.stdout.write("", () => process.stderr.write("", () => process.exit(status))),
    };
    Reflect.set(globalThis, runKey, options);
    const start = values.serial ? useExactMath(named) : Promise.resolve();
    start.then(() => import(pathToFileURL(file).href)).catch((error: unknown) => reject(commandError("SPMD6007", { file: files[0]!, reason: error instanceof Error ? error.message : String(error) })));
  });
}
