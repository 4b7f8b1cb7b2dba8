// spmd run: a program on ranks. A `.ts` is built first, into a directory that goes away with the process.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { RunOptions } from "../../runtime/launcher/options.ts";
import { runKey } from "../../runtime/launcher/options.ts";
import { checkBundle } from "../bundleFile.ts";
import type { Command } from "../command.ts";
import type { CommandLine } from "../commandLine.ts";
import { diskSources } from "../files.ts";
import { loadCompiler, showDiagnostics } from "./compiling.ts";
import { bundleSerial, useExactMath } from "./serial.ts";

export const run: Command = {
  name: "run",
  summary: "run a program on ranks",
  usage: "[flags] FILE.spmd.mjs|FILE.ts [--PARAM VALUE ...] [-- --PARAM VALUE ...]",
  details: "FILE.ts is built first. What follows the file and is no flag of this command sets the program's params; `spmd run FILE --help` lists them.\nExit status: the program's own; 1 if a rank fails.",
  examples: [
    ["-np 4 mandelbrot.ts", "build and run on 4 ranks"],
    ["-np 4 mandelbrot.spmd.mjs --maxit 1000 --save out", "another value for a param; write the results into out/"],
    ["--serial mandelbrot.ts", "run uncompiled, with the reference meaning"],
  ],
  accepts: { flags: ["np", "kernels", "print", "save", "tag-output", "timeout", "serial"], files: "one", params: true },
  run: async (line) => {
    const file = await bundleOf(line);
    return file === undefined ? 1 : runBundle(file, line);
  },
};

/** The bundle to import, built if need be; undefined once the reasons why there is none have been shown. */
async function bundleOf({ values, files }: CommandLine): Promise<string | undefined> {
  const file = files[0]!;
  if (values.serial) return temporary(file, await bundleSerial(diskSources(file)));
  if (!/\.[cm]?tsx?$/.test(file)) return checkBundle(file);
  const sources = diskSources(file), { compiler, options } = await loadCompiler(values, true), directory = temporaryDirectory();
  const done = await compiler.compile(sources, { ...options, directory });
  if (await showDiagnostics(sources, done)) return undefined;
  return done.artifacts.bundle && written(directory, file, done.artifacts.bundle.text);
}

const temporary = (file: string, text: (directory: string) => Promise<string>): Promise<string> => {
  const directory = temporaryDirectory();
  return text(directory).then((bundle) => written(directory, file, bundle));
};

function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "spmd-run-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function written(directory: string, file: string, text: string): string {
  const bundle = path.join(directory, `${path.basename(file).replace(/\.[cm]?tsx?$/, "")}.spmd.mjs`);
  writeFileSync(bundle, text);
  return bundle;
}

/** Loads the bundle, whose own runtime does the rest; the promise gives the job's exit status. */
function runBundle(bundle: string, { values, files, params }: CommandLine): Promise<number> {
  const named = Object.fromEntries(params);
  return new Promise((resolve, reject) => {
    const options: RunOptions = {
      np: values.serial ? 1 : (values.np ?? 1),
      params: named,
      args: params.flatMap(([name, value]) => [`--${name}`, value]),
      command: `spmd run ${files[0]!}`,
      ...(values.kernels ? { kernels: values.kernels } : {}),
      ...(values.print ? { print: true } : {}),
      ...(values.save === undefined ? {} : { save: path.resolve(values.save) }),
      ...(values["tag-output"] ? { tagOutput: true } : {}),
      ...(values.timeout === undefined ? {} : { timeout: values.timeout }),
      ...(values.help ? { help: true } : {}),
      ended: ({ status }) => process.stdout.write("", () => process.stderr.write("", () => process.exit(status))),
    };
    Reflect.set(globalThis, runKey, options);
    const start = values.serial ? useExactMath(named) : Promise.resolve();
    start.then(() => import(pathToFileURL(bundle).href)).catch(reject);
  });
}
