// What the commands that compile have in common: loading the compiler, compiling a file of the disk, and showing what the compiler has to say.
import path from "node:path";
import type { Compilation, CompileOptions } from "../../compiler/compile.ts";
import type { DiskSources } from "../files.ts";
import { dist } from "../files.ts";
import type { FlagValues } from "../options.ts";

export type Compiler = typeof import("../../compiler/compile.ts");

export interface Loaded {
  readonly compiler: Compiler;
  readonly options: CompileOptions;
  readonly loadMs: number;
}

/** The compiler's code takes as long to load as a program to compile: only commands that compile call this. */
export async function loadCompiler(values: FlagValues, needsKernels: boolean): Promise<Loaded> {
  const start = performance.now();
  const wasm = needsKernels && values.kernels !== "js";
  const [compiler, assembler] = await Promise.all([
    import("../../compiler/compile.ts"),
    wasm ? import("../../compiler/6-emit/wasm/assembler.ts").then((module) => module.loadAssembler()) : undefined,
  ]);
  const options: CompileOptions = {
    runtime: path.join(dist, "runtime.mjs"),
    ...(assembler ? { assembler } : {}),
    ...(values.kernels ? { kernels: values.kernels } : {}),
    ...(values.target ? { target: values.target } : {}),
    ...(values.minify ? { minify: true } : {}),
    ...(values.verify ? { verify: true } : {}),
  };
  return { compiler, options, loadMs: performance.now() - start };
}

/** Prints diagnostics to stderr; true if there are errors. */
export async function showDiagnostics(sources: DiskSources, { diagnostics }: Pick<Compilation, "diagnostics">): Promise<boolean> {
  if (diagnostics.length === 0) return false;
  const { renderDiagnostics } = await import("../../compiler/diagnostics/render.ts");
  const base = path.dirname(sources.entry);
  process.stderr.write(renderDiagnostics(diagnostics, {
    readFile: (file) => sources.readFile(path.resolve(base, file)),
    show: (file) => path.relative(process.cwd(), path.resolve(base, file)) || file,
    colours: process.stderr.isTTY === true && process.env.NO_COLOR === undefined,
  }));
  return diagnostics.some((d) => d.severity === "error");
}

/** "check 312 ms, fuse 2 ms, ...": where the time of a build went. */
export function timingText(parts: readonly (readonly [name: string, ms: number])[]): string {
  const total = parts.reduce((sum, [, ms]) => sum + ms, 0), width = Math.max(...parts.map(([name]) => name.length), 5);
  return [...parts, ["total", total] as const].map(([name, ms]) => `  ${name.padEnd(width)} ${ms.toFixed(1).padStart(8)} ms`).join("\n") + "\n";
}
