// spmdc dump: the program as a pass left it.
import type { Command } from "../command.ts";
import { suggestion } from "../commandLine.ts";
import { usageError } from "../errors.ts";
import { diskSources } from "../files.ts";
import { loadCompiler, showDiagnostics } from "./compiling.ts";

export const dump: Command = {
  name: "dump",
  summary: "print the program after a pass of the compiler",
  usage: "FILE.ts --after PASS",
  details: "Passes, in order: check, fuse, distribute, communicate, vectorize, emit, bundle.",
  examples: [["pi.ts --after fuse", "the loops that the operators became"]],
  accepts: { flags: ["after", "np", "kernels", "memory", "verify"], files: "one", params: false, mostRanks: 2 ** 20 },
  run: async ({ values, files }) => {
    const sources = diskSources(files[0]!);
    if (values.after === undefined) throw usageError("--after PASS is missing");
    const { compiler, options } = await loadCompiler(values, true);
    const names = compiler.passes.map((pass) => pass.name);
    if (!names.includes(values.after)) throw usageError(`there is no pass '${values.after}'${suggestion(values.after, names).replace("'--", "'")} (passes: ${names.join(", ")})`);
    const done = await compiler.dumpAfter(sources, values.after, options);
    const failed = await showDiagnostics(sources, done);
    if (done.text !== undefined) process.stdout.write(`${done.text.trimEnd()}\n`);
    return failed ? 1 : 0;
  },
};
