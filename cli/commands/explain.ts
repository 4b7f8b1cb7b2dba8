// spmdc explain, spmd explain: the plan of a program before it runs; what a diagnostic means; how long the plan would take on a machine of a file.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { LocalProgram } from "../../compiler/ir/spmd.ts";
import type { SourceNames } from "../../compiler/ir/sourceNames.ts";
import type { MachineFile } from "../../compiler/predict/machineFile.ts";
import type { Command } from "../command.ts";
import { commandError, reasonOf, usageError } from "../errors.ts";
import { diskSources } from "../files.ts";
import type { FlagValues } from "../options.ts";
import { givenParams, loadCompiler, showDiagnostics } from "./compiling.ts";

export const explain: Command = {
  name: "explain",
  summary: "show the plan: placements, kernels with what was fused into them, every collective with its bytes and its line",
  usage: "FILE.ts|SPMDnnnn [-np N] [--machine FILE.json] [--PARAM VALUE ...]",
  details: "Bytes are for N ranks (4 unless told) and for the program's params as given, else their defaults.\nWith a machine, also the time that each loop's trip would take there, and how it scales up to N ranks; `spmd bench --calibrate FILE.json` makes a file of this machine.\nA code instead of a file: what that diagnostic means, with a wrong and a right program.",
  examples: [
    ["heat.ts -np 8", "what each of 8 ranks holds and sends"],
    ["heat.ts -np 8 --n 4096", "the same for another param"],
    ["heat.ts --np 1024 --machine cluster.json --n 8192 --svg scaling.svg", "the time of a step on a cluster, and a picture of how it scales"],
    ["SPMD1204", "what this diagnostic means"],
  ],
  accepts: { flags: ["ignore", "np", "memory", "json", "machine", "grows", "svg", "html"], files: "one", params: true, mostRanks: 2 ** 20 },
  run: async ({ values, files, params }) => {
    if (/^SPMD\d{4}$/i.test(files[0]!)) {
      const { explainCode } = await import("../explainCode.ts");
      process.stdout.write(explainCode(files[0]!.toUpperCase()));
      return 0;
    }
    if (!values.machine && (values.svg !== undefined || values.grows !== undefined)) throw usageError(`--${values.svg === undefined ? "grows" : "svg"} needs a machine: --machine FILE.json`);
    const machine = values.machine === undefined ? undefined : await machineOf(values.machine);
    const sources = diskSources(files[0]!), { compiler, options } = await loadCompiler(values, false);
    const done = await compiler.compile(sources, { ...options, stopAfter: "communicate" });
    if (await showDiagnostics(sources, done)) return 1;
    if (done.view === "local" || !done.artifacts.local) {
      process.stdout.write("a message-passing program has no plan: what its ranks send is what it says\n");
      return 0;
    }
    process.stdout.write(await explained(done.artifacts.local, done.artifacts.names, values, givenParams(done.artifacts.local.params, params), machine));
    return 0;
  },
};

async function explained(local: LocalProgram, names: SourceNames | undefined, values: FlagValues, params: { readonly [name: string]: unknown }, machine: MachineFile | undefined): Promise<string> {
  const [{ explain: planOf }, { renderExplanation }] = await Promise.all([import("../../compiler/explain/explain.ts"), import("../../compiler/explain/render.ts")]);
  const np = values.np ?? 4, plan = planOf(local, { np, params, ...(names ? { names } : {}) });
  if (!machine) {
    if (values.html !== undefined) written(values.html, page(local.name, renderExplanation(plan), ""));
    return values.json ? `${JSON.stringify(plan, undefined, 1)}\n` : renderExplanation(plan);
  }
  const [{ predict }, { scaling }, { renderPrediction, renderScaling }] = await Promise.all([import("../../compiler/predict/predict.ts"), import("../../compiler/predict/scaling.ts"), import("../../compiler/predict/render.ts")]);
  if (values.grows !== undefined && !local.params.some(({ name }) => name === values.grows)) throw usageError(`the program has no param '${values.grows}'`);
  const prediction = predict(local, { np, machine, params }), scale = scaling(local, { np, machine, params, ...(values.grows === undefined ? {} : { grows: values.grows }) });
  const text = `${renderExplanation(plan)}\n${renderPrediction(prediction, machine)}\n${renderScaling(scale)}`;
  if (values.svg !== undefined || values.html !== undefined) {
    const { scalingPicture } = await import("../../compiler/predict/picture.ts"), picture = scalingPicture(`${local.name} on ${machine.name}`, scale);
    if (values.svg !== undefined) written(values.svg, picture);
    if (values.html !== undefined) written(values.html, page(local.name, text, picture));
  }
  if (values.json) return `${JSON.stringify({ plan, prediction, scaling: scale }, undefined, 1)}\n`;
  return text;
}

/** SPMD6010 where it cannot be written. */
function written(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw commandError("SPMD6010", { file, reason: reasonOf(error) });
  }
}

const page = (title: string, text: string, picture: string): string => {
  const escaped = (part: string): string => part.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
  return `<!doctype html>\n<meta charset="utf-8">\n<title>${escaped(title)}: the plan</title>\n<style>body { font: 14px sans-serif; margin: 2em } pre { font: 13px/1.4 monospace }</style>\n<h1>${escaped(title)}</h1>\n<pre>${escaped(text)}</pre>\n${picture}`;
};

async function machineOf(file: string): Promise<MachineFile> {
  if (!existsSync(file)) throw commandError("SPMD6002", { file });
  const { readMachine } = await import("../../compiler/predict/machineFile.ts"), machine = readMachine(readFileSync(file, "utf8"));
  if (typeof machine === "string") throw commandError("SPMD6011", { file, reason: machine });
  return machine;
}
