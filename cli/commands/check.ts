// spmdc check: types and the language's own rules, for editors' terminals and CI.
import type { Command } from "../command.ts";
import { diskSources } from "../files.ts";
import { watchFiles } from "../watch.ts";
import { loadCompiler, showDiagnostics } from "./compiling.ts";

export const check: Command = {
  name: "check",
  summary: "report type errors and what the language does not allow",
  usage: "FILE.ts ... [flags]",
  details: "Exit status 1 if there are errors; warnings alone give 0.",
  examples: [["mandelbrot.ts", "check one program"], ["examples/*/*.ts --watch", "check several, again on every change"]],
  accepts: { flags: ["watch"], files: "many", params: false },
  run: async ({ values, files }) => {
    const { compiler, options } = await loadCompiler(values, false);
    const checkAll = async (): Promise<{ readonly status: number; readonly read: readonly string[] }> => {
      let failed = 0;
      const read: string[] = [];
      for (const file of files) {
        const sources = diskSources(file);
        if (await showDiagnostics(sources, await compiler.checkOnly(sources, options))) failed++;
        read.push(...sources.filesRead());
      }
      process.stdout.write(`${files.length} ${files.length === 1 ? "program" : "programs"} checked, ${failed} with errors\n`);
      return { status: failed > 0 ? 1 : 0, read };
    };
    if (values.watch) return watchFiles(async () => (await checkAll()).read);
    return (await checkAll()).status;
  },
};
