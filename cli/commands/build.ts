// spmdc build: a program becomes one module that runs on any number of ranks.
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "../command.ts";
import type { CommandLine } from "../commandLine.ts";
import { commandError, reasonOf } from "../errors.ts";
import { diskSources } from "../files.ts";
import { watchFiles } from "../watch.ts";
import { loadCompiler, showDiagnostics, timingText } from "./compiling.ts";
import type { Loaded } from "./compiling.ts";

export const build: Command = {
  name: "build",
  summary: "compile a program into one self-contained module",
  usage: "FILE.ts [flags]",
  details: "The module holds the program, its kernels and the runtime. Run it with `spmd run -np N FILE.spmd.mjs`, or with node directly.\nAny number of ranks can run it; told here how many will, the plan is made for them.",
  examples: [
    ["mandelbrot.ts", "write mandelbrot.spmd.mjs"],
    ["mandelbrot.ts --emit spmd", "print the rank-local program with its collectives"],
    ["mandelbrot.ts --watch --timing", "build again on every change and show where the time goes"],
  ],
  accepts: { flags: ["ignore", "np", "out", "target", "kernels", "unchecked", "memory", "fast-math", "unroll", "minify", "watch", "emit", "timing", "verify"], files: "one", params: false, mostRanks: 2 ** 20 },
  run: async (line) => {
    const loaded = await loadCompiler(line.values, true);
    if (!line.values.watch) return buildOnce(line, loaded).then(({ status }) => status);
    return watchFiles(async () => (await buildOnce(line, { ...loaded, loadMs: 0 })).files);
  },
};

async function buildOnce({ values, files }: CommandLine, { compiler, options, loadMs }: Loaded): Promise<{ readonly status: number; readonly files: readonly string[] }> {
  const sources = diskSources(files[0]!);
  const done = await (values.emit ? compiler.emit(sources, values.emit, options) : compiler.compile(sources, options));
  const failed = await showDiagnostics(sources, done);
  const timing: (readonly [string, number])[] = [["load", loadMs], ...done.timing.map(({ pass, ms }) => [pass, ms] as const)];
  if (!failed && "text" in done && typeof done.text === "string") process.stdout.write(`${done.text.trimEnd()}\n`);
  if (!failed && !values.emit && done.artifacts.bundle) {
    const out = values.out ?? bundleName(files[0]!), start = performance.now();
    try {
      writeFileSync(out, done.artifacts.bundle.text);
    } catch (error) {
      throw commandError("SPMD6008", { file: out, reason: reasonOf(error) });
    }
    timing.push(["write", performance.now() - start]);
    process.stdout.write(`${out}  ${(done.artifacts.bundle.text.length / 1024).toFixed(0)} KiB\n`);
  }
  if (values.timing) process.stdout.write(timingText(timing));
  return { status: failed ? 1 : 0, files: sources.filesRead() };
}

/** "lib/pi.ts" gives "pi.spmd.mjs", in the current directory. */
export const bundleName = (file: string): string => `${path.basename(file).replace(/\.[cm]?tsx?$/, "")}.spmd.mjs`;
