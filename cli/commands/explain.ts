// spmdc explain: the plan of a program before it runs.
import type { Command } from "../command.ts";
import { diskSources } from "../files.ts";
import { givenParams, loadCompiler, showDiagnostics } from "./compiling.ts";

export const explain: Command = {
  name: "explain",
  summary: "show the plan: placements, kernels with what was fused into them, every collective with its bytes and its line",
  usage: "FILE.ts [-np N] [--PARAM VALUE ...]",
  details: "Bytes are for N ranks (4 unless told) and for the program's params as given, else their defaults.",
  examples: [["heat.ts -np 8", "what each of 8 ranks holds and sends"], ["heat.ts -np 8 --n 4096", "the same for another param"]],
  accepts: { flags: ["np"], files: "one", params: true },
  run: async ({ values, files, params }) => {
    const sources = diskSources(files[0]!), { compiler, options } = await loadCompiler(values, false);
    const done = await compiler.compile(sources, { ...options, stopAfter: "communicate" });
    if (await showDiagnostics(sources, done)) return 1;
    if (done.view === "local" || !done.artifacts.local) {
      process.stdout.write("a message-passing program has no plan: what its ranks send is what it says\n");
      return 0;
    }
    const [{ explain: planOf }, { renderExplanation }] = await Promise.all([import("../../compiler/explain/explain.ts"), import("../../compiler/explain/render.ts")]);
    process.stdout.write(renderExplanation(planOf(done.artifacts.local, { np: values.np ?? 4, params: givenParams(done.artifacts.local.params, params), ...(done.artifacts.names ? { names: done.artifacts.names } : {}) })));
    return 0;
  },
};
