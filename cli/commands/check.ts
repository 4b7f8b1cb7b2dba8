// spmdc check: types and the language's own rules, for editors' terminals and CI.
import type { Command } from "../command.ts";
import { diskSources } from "../files.ts";
import { programFiles } from "../programFiles.ts";
import { watchFiles } from "../watch.ts";
import { loadCompiler, showDiagnostics } from "./compiling.ts";

/** What only --probe finds. */
const probed: ReadonlySet<string> = new Set(["SPMD2056", "SPMD2057"]);

export const check: Command = {
  name: "check",
  summary: "report type errors and what the language does not allow",
  usage: "FILE.ts|FOLDER|PATTERN ... [flags]",
  details: "Of a folder all programs below it are checked: .ts files that import spmd or spmd/mpi. Exit status 1 if there are errors; warnings alone give 0, but those of --probe.",
  examples: [["mandelbrot.ts", "check one program"], ["examples", "every program of a folder"], ["'src/**/*.ts' --watch --ignore SPMD3001", "check several, without a warning, again on every change"]],
  accepts: { flags: ["probe", "ignore", "watch"], files: "many", params: false },
  run: async ({ values, files: words }) => {
    programFiles(words);
    const { compiler, options } = await loadCompiler(values, false);
    const checkAll = async (): Promise<{ readonly status: number; readonly read: readonly string[] }> => {
      let failed = 0, warned = 0;
      const read: string[] = [], files = programFiles(words);
      for (const file of files) {
        const sources = diskSources(file), done = await compiler.checkOnly(sources, options);
        // What was asked to be tried, and was found, counts.
        if ((await showDiagnostics(sources, done)) || done.diagnostics.some(({ code }) => values.probe && probed.has(code))) failed++;
        else if (done.diagnostics.length > 0) warned++;
        read.push(...sources.filesRead());
      }
      process.stdout.write(`${files.length} ${files.length === 1 ? "program" : "programs"} checked, ${failed} with errors${warned > 0 ? `, ${warned} with warnings` : ""}\n`);
      return { status: failed > 0 ? 1 : 0, read };
    };
    if (values.watch) return watchFiles(async () => (await checkAll()).read);
    return (await checkAll()).status;
  },
};
