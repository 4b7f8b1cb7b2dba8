// The compiler: the only file that knows the order of the passes. Text and options in, everything that was made out, as data; no I/O but the
// bundler's reading of packages and the runtime.
import type { Artifacts } from "./artifacts.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { withoutSilenced } from "./diagnostics/silence.ts";
import { pathOf } from "./1-check/sources.ts";
import type { Sources } from "./1-check/sources.ts";
import { checkOrder, runPasses } from "./pass.ts";
import type { CompileOptions } from "./passes.ts";
import { bundlePass, checkPass, communicatePass, distributePass, emitPass, fusePass, localBundlePass, typesPass, vectorizePass } from "./passes.ts";
import { printLocal } from "./ir/print.ts";
import { printMessagePassing } from "./6-emit/spmd/printMessagePassing.ts";
import { viewOf } from "./view.ts";

export type { CompileOptions } from "./passes.ts";

export interface Compilation {
  /** `local` programs are message-passing ones: they are checked and bundled, nothing else. */
  readonly view: "global" | "local";
  /** Errors among them: then artifacts end before the pass that reported them. */
  readonly diagnostics: readonly Diagnostic[];
  readonly timing: readonly { readonly pass: string; readonly ms: number }[];
  readonly artifacts: Partial<Artifacts>;
}

export const passes = checkOrder([checkPass, fusePass, distributePass, communicatePass, vectorizePass, emitPass, bundlePass], ["sources"], [
  { first: "fuse", then: "distribute", because: "a fused loop has one placement, and fewer values mean fewer collectives" },
  { first: "distribute", then: "communicate", because: "collectives are the differences between placements" },
  { first: "communicate", then: "vectorize", because: "what a kernel loads and stores depends on what its rank holds" },
]);

const messagePassing = checkOrder([typesPass, localBundlePass], ["sources"], []);

export async function compile(sources: Sources, options: CompileOptions): Promise<Compilation> {
  const view = viewOf(sources);
  const done = await runPasses(view === "local" ? messagePassing : passes, { sources }, options, { verify: options.verify ?? false, stopAfter: options.stopAfter });
  return { view, ...done, diagnostics: withoutSilenced(done.diagnostics, (display) => sources.readFile(pathOf(sources, display)), options.ignore) };
}

/** Diagnostics only: types, what the language does not allow, and what the plan costs. */
export const checkOnly = (sources: Sources, options: CompileOptions): Promise<Compilation> => compile(sources, { ...options, stopAfter: viewOf(sources) === "local" ? "check" : "communicate" });

/** A text, or none where the diagnostics say why. */
export type Shown = Compilation & { readonly text?: string };

/** The program after a pass of `passes`, as `spmdc dump --after` prints it. */
export async function dumpAfter(sources: Sources, name: string, options: CompileOptions): Promise<Shown> {
  const done = await compile(sources, { ...options, stopAfter: name });
  const last = passes.find((p) => p.name === name && p.gives.every((gift) => gift in done.artifacts));
  return last ? { ...done, text: last.show(done.artifacts) } : done;
}

const emissions = {
  ir: { after: "communicate", text: ({ local }: Partial<Artifacts>) => local && printLocal(local) },
  spmd: { after: "communicate", text: ({ local }: Partial<Artifacts>) => local && printMessagePassing(local) },
  wat: { after: "emit", text: ({ kernels }: Partial<Artifacts>) => kernels?.wat },
  c: { after: "emit", text: ({ kernels }: Partial<Artifacts>) => kernels?.c },
  js: { after: "emit", text: ({ driver, kernels }: Partial<Artifacts>) => driver && kernels && `${driver.text}\n${kernels.script.text}` },
};
export type Emission = keyof typeof emissions;

/** What `spmdc build --emit` prints. */
export async function emit(sources: Sources, what: Emission, options: CompileOptions): Promise<Shown> {
  const done = await compile(sources, { ...options, stopAfter: emissions[what].after });
  const text = emissions[what].text(done.artifacts);
  return text === undefined ? done : { ...done, text };
}
